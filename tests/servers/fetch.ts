/** A process that finds the servers in the packages alone, as its user, and prints them; the tests start, share and kill it. */
import { haproxyPrograms } from '../../roles/haproxy/programs.ts';
import { mysqlPrograms } from '../../roles/mysql/programs.ts';
import { findServers } from '../../scripts/servers/find-servers.ts';

const [cacheDir = '', minimumFreeBytes] = process.argv.slice(2);
const onProgress = (text: string) => process.stderr.write(`${text}\n`);
const options = { wanted: [mysqlPrograms, haproxyPrograms], env: {}, machineFolders: [], cacheDir, onProgress };

const startedMs = performance.now();
try {
  const servers = await findServers({
    ...options,
    ...(minimumFreeBytes && { minimumFreeBytes: Number(minimumFreeBytes) }),
  });
  onProgress(`found in ${Math.round(performance.now() - startedMs)} ms`);
  process.stdout.write(JSON.stringify(servers));
} catch (error) {
  const { name, message, next } = error as Error & { next?: string };
  process.stdout.write(JSON.stringify({ name, message, next }));
  process.exitCode = 1;
}
