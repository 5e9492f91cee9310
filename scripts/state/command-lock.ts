import { readFileSync } from 'node:fs';
import { link, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../waiting/wait.ts';
import { isAlive } from './process-table.ts';

/** Runs work while no other command changes the same lab; waits for one that does. */
export async function withCommandLock<T>(stateDir: string, work: () => Promise<T>): Promise<T> {
  const path = join(stateDir, 'command.lock');
  await waitForLock(path);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function waitForLock(path: string) {
  const next = `see what process ${readOwner(path) ?? '?'} is; where it is no lab command, rm ${path}`;
  let told = false;
  const attempt = async () => {
    if (await tryLock(path)) return true;
    if (!told) console.error(`Waiting for process ${readOwner(path) ?? '?'}, which is changing this lab …`);
    told = true;
    return false;
  };
  await waitFor(attempt, { what: 'another command that is changing this lab to end', timeoutMs: 300_000, next });
}

// Made whole beside its place and linked there, so that a lock always says whose it is.
async function tryLock(path: string) {
  const own = `${path}.${process.pid}`;
  await writeFile(own, `${process.pid}`);
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await removeStale(path);
    return false;
  } finally {
    await rm(own, { force: true });
  }
}

// A lock whose owner has ended counts no more. It is moved away first: where another command holds it meanwhile, back.
async function removeStale(path: string) {
  const owner = readOwner(path);
  if (owner !== undefined && isAlive(owner)) return;
  const aside = `${path}.stale.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  if (readOwner(aside) !== owner) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function readOwner(path: string) {
  try {
    return Number.parseInt(readFileSync(path, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}
