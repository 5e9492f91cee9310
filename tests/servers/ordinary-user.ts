import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { execa, execaSync } from 'execa';

const fetchProgram = 'tests/servers/fetch.ts';
// The ordinary user may not write the folder of compiled programs.
execaSync(process.execPath, ['scripts/start/compile.mjs', fetchProgram]);

const withoutRights = { uid: 65_534, gid: 65_534 };

/** The user who runs the tests; for root one without rights, so that the tests see what an ordinary user sees. */
const ordinaryUser = process.getuid?.() === 0 && canRun(withoutRights) ? withoutRights : undefined;

/** Whether the tests run as root after all: no file mode stops root, and mysqld needs --user=root. */
export const isRoot = process.getuid?.() === 0 && !ordinaryUser;

/** Whether that user may execute this Node.js and read this checkout: below /root only root may. */
function canRun(user: { uid: number; gid: number }): boolean {
  return !execaSync(process.execPath, ['-e', 'fs.accessSync(process.argv[1])', fetchProgram], {
    ...user,
    reject: false,
  }).failed;
}

/** A folder with a space in its name that belongs to the ordinary user, and how to remove it. */
export async function createFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'lab servers '));
  if (ordinaryUser) await chown(folder, ordinaryUser.uid, ordinaryUser.gid);
  await chmod(folder, 0o700);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts the process that finds the servers, as the ordinary user. */
export function startFetch(cacheDir: string, args: string[] = [], env: Record<string, string> = {}) {
  return execa(process.execPath, ['scripts/start/run.mjs', fetchProgram, cacheDir, ...args], {
    ...ordinaryUser,
    env: { HOME: '/nonexistent', ...env },
    reject: false,
    timeout: 120_000,
  });
}

/** Starts a command as the ordinary user. */
export function start([command, ...args]: [string, ...string[]]) {
  return execa(command, args, { ...ordinaryUser, reject: false, all: true, timeout: 60_000 });
}

/** Asks again and again until the answer is not undefined. */
export async function waitFor<T>(t: ExecutionContext, ask: () => Promise<T | undefined>): Promise<T> {
  for (const endMs = performance.now() + 30_000; performance.now() < endMs; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return t.fail('waited for 30 s in vain') as never;
}
