import { randomInt } from 'node:crypto';
import { cp, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import anyTest, { type TestFn } from 'ava';
import { haproxyPrograms } from '../../roles/haproxy/programs.ts';
import { mysqlPrograms } from '../../roles/mysql/programs.ts';
import { getArchitecture } from '../../scripts/servers/architecture.ts';
import { findCached } from '../../scripts/servers/cache.ts';
import { findServers } from '../../scripts/servers/find-servers.ts';
import { commandLine, type Program } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';
import { createFolder, isRoot, start, startFetch, waitFor } from './ordinary-user.ts';

const test = anyTest.serial as TestFn<{
  home: string;
  cacheDir: string;
  servers: Record<'mysqld' | 'mysql' | 'haproxy', Program>;
  remove: () => Promise<void>;
}>;
const architecture = getArchitecture(process.arch);
const sources = [mysqlPrograms, haproxyPrograms];
const folderOf = async (cacheDir: string, role: 'mysql' | 'haproxy') =>
  (await readdir(cacheDir)).find((name) => name.startsWith(`${role}-`)) ?? '';

test.before('an ordinary user downloads the packages', async (t) => {
  const { folder, remove } = await createFolder();
  t.context.remove = remove;
  const startedMs = performance.now();
  const { stdout, exitCode } = await startFetch(join(folder, 'cache'));
  t.is(exitCode, 0, stdout);
  t.log(`${Math.round(performance.now() - startedMs)} ms`);
  Object.assign(t.context, { home: folder, cacheDir: join(folder, 'cache'), servers: JSON.parse(stdout) });
});

test.after.always((t) => t.context.remove?.());

test('the packages bring new versions of all three programs', (t) => {
  const { mysqld, mysql, haproxy } = t.context.servers;
  t.true(isAtLeast(mysqld.version, '8.0.35'));
  t.true(isAtLeast(mysql.version, '8.0.35'));
  t.true(isAtLeast(haproxy.version, '2.6'));
  t.deepEqual(
    [mysqld, mysql, haproxy].map(({ origin }) => origin),
    ['packages', 'packages', 'packages'],
  );
});

test('nothing but a finished folder for each role is left in the cache, and no archives in them', async (t) => {
  t.is((await readdir(t.context.cacheDir)).length, 2);
  const files = await readdir(t.context.cacheDir, { recursive: true });
  t.deepEqual(
    files.filter((file) => file.endsWith('.deb')),
    [],
  );
});

test('mysqld makes a data folder, starts with both plugins, answers the client and stops', async (t) => {
  const { mysqld, mysql } = t.context.servers;
  const { folder, remove } = await createFolder();
  t.teardown(remove);
  const user = isRoot ? ['--user=root'] : [];
  const [data, socket] = [`--datadir=${folder}/data`, `--socket=${folder}/s`];
  const initialized = await start(commandLine(mysqld, ['--no-defaults', '--initialize-insecure', data, ...user]));
  t.is(initialized.exitCode, 0, initialized.all);
  const plugins = '--plugin-load-add=group_replication.so;mysql_clone.so';
  const quiet = ['--skip-networking', '--mysqlx=OFF', '--loose-group_replication_start_on_boot=OFF'];
  const running = start(
    commandLine(mysqld, ['--no-defaults', data, socket, `--pid-file=${folder}/pid`, plugins, ...quiet, ...user]),
  );
  const ask = (sql: string) => start(commandLine(mysql, ['--no-defaults', socket, '-uroot', '-NBe', sql]));
  await waitFor(t, async () => ((await ask('SELECT 1')).exitCode === 0 ? true : undefined));
  const active = await ask(
    "SELECT PLUGIN_NAME FROM information_schema.PLUGINS WHERE PLUGIN_STATUS = 'ACTIVE' AND PLUGIN_LIBRARY IS NOT NULL ORDER BY 1",
  );
  t.is(active.stdout, 'clone\ngroup_replication');
  t.is((await ask('SELECT CONVERT(_utf8mb4 0xC3A4 USING latin1) = _latin1 0xE4')).stdout, '1');
  t.is((await ask('SHUTDOWN')).exitCode, 0);
  t.is((await running).exitCode, 0);
});

test('haproxy tells how it was built', async (t) => {
  const { stdout, exitCode } = await start(commandLine(t.context.servers.haproxy, ['-vv']));
  t.is(exitCode, 0);
  t.regex(stdout, /prometheus-exporter/i);
});

test('haproxy in master-worker mode survives a reload', async (t) => {
  const { folder, remove } = await createFolder();
  t.teardown(remove);
  const port = randomInt(20_000, 30_000);
  await writeFile(join(folder, 'haproxy.cfg'), reloadConfiguration(port), { mode: 0o644 });
  const haproxy = start(commandLine(t.context.servers.haproxy, ['-W', '-f', join(folder, 'haproxy.cfg')]));
  t.teardown(() => haproxy.kill('SIGKILL'));
  const first = await waitFor(t, () => readWorkerPid(port));
  haproxy.kill('SIGUSR2');
  await waitFor(t, async () => ((await readWorkerPid(port)) ?? first) !== first || undefined);
  haproxy.kill('SIGTERM');
  t.true([0, 143].includes((await haproxy).exitCode ?? -1));
});

test('a warm cache is found at once, without apt', async (t) => {
  const { cacheDir, servers } = t.context;
  const offline = await startFetch(cacheDir, [], { PATH: '/nonexistent' });
  t.deepEqual(JSON.parse(offline.stdout), servers);
  const [, tookMs = 'nothing else is said'] = /^found in (\d+) ms$/.exec(offline.stderr) ?? [];
  t.true(Number(tookMs) < 1_500, offline.stderr);
});

test('a copy of the cache is checked by its checksums, once, and works', async (t) => {
  const cacheDir = await copyCache(t.context.cacheDir, join(t.context.home, 'copied cache'));
  const wanted = { sources: mysqlPrograms, architecture, onDamage: (text: string) => t.fail(text) };
  t.truthy(await findCached(cacheDir, wanted));
  const startedMs = performance.now();
  const cached = await findCached(cacheDir, wanted);
  t.true(performance.now() - startedMs < 1_500);
  t.true(cached?.folder.startsWith(cacheDir));
});

test('one flipped byte in an unpacked file is found, and the packages are fetched again', async (t) => {
  const cacheDir = await copyCache(t.context.cacheDir, join(t.context.home, 'flipped cache'));
  const names = await readdir(cacheDir);
  const name = await folderOf(cacheDir, 'mysql');
  await flipByte(join(cacheDir, name, 'bin/mysqld'));
  const told: string[] = [];
  const servers = await findServers({
    wanted: sources,
    env: {},
    machineFolders: [],
    cacheDir,
    onProgress: (text) => told.push(text),
  });
  t.regex(told[0] ?? '', /bin\/mysqld is not as it was unpacked/);
  t.deepEqual(await readdir(cacheDir), names);
  const wanted = { sources: mysqlPrograms, architecture, onDamage: (text: string) => t.fail(text) };
  t.true(servers.mysqld?.command.startsWith((await findCached(cacheDir, wanted))?.folder ?? 'nowhere'));
});

test('a missing file, a longer file and a missing or torn manifest make a folder unsound', async (t) => {
  const cacheDir = await copyCache(t.context.cacheDir, join(t.context.home, 'unsound cache'));
  const name = await folderOf(cacheDir, 'haproxy');
  const told: string[] = [];
  const find = () =>
    findCached(cacheDir, { sources: haproxyPrograms, architecture, onDamage: (text) => told.push(text) });
  await writeFile(join(cacheDir, name, 'bin/haproxy'), 'x', { flag: 'a' });
  t.is(await find(), undefined);
  t.regex(told[0] ?? '', /bin\/haproxy/);
  await writeFile(join(cacheDir, name, 'manifest.json'), '{"format": 1, ');
  t.is(await find(), undefined);
  t.is(told.length, 1);
});

test('a download that was killed is cleared away by the next two, which run at the same time', async (t) => {
  const { folder, remove } = await createFolder();
  t.teardown(remove);
  const cacheDir = join(folder, 'cache');
  const killed = startFetch(cacheDir);
  const left = await waitFor(t, async () => (await readdir(cacheDir).catch(() => []))[0]);
  await waitFor(t, () => stat(join(cacheDir, left, 'apt/sources.list')).catch(() => undefined));
  killed.kill('SIGKILL');
  await killed;
  t.true((await readdir(cacheDir)).includes(left));
  const [one, other] = await Promise.all([startFetch(cacheDir), startFetch(cacheDir)]);
  t.deepEqual([one.exitCode, other.exitCode], [0, 0], `${one.message}\n${other.message}`);
  t.deepEqual(JSON.parse(one.stdout), JSON.parse(other.stdout));
  const names = await readdir(cacheDir);
  t.is(names.length, 2, names.join(', '));
  const offline = await startFetch(cacheDir, [], { PATH: '/nonexistent' });
  t.deepEqual(JSON.parse(offline.stdout), JSON.parse(one.stdout), offline.stderr);
});

function reloadConfiguration(port: number): string {
  return `defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
frontend answer
  bind 127.0.0.1:${port}
  http-request return status 200 content-type text/plain lf-string %[pid]
`;
}

function readWorkerPid(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', agent: false, timeout: 1000 }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(text));
    });
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}

async function copyCache(from: string, to: string): Promise<string> {
  await mkdir(to);
  await cp(from, to, { recursive: true });
  return to;
}

async function flipByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const position = Math.floor((await file.stat()).size / 2);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, position);
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 0xff]), 0, 1, position);
  await file.close();
}
