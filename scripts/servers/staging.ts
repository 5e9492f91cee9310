import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';

const oneDayMs = 24 * 3600_000;

export interface StagingFacts {
  name: string;
  modifiedAtMs: number;
}

interface Observer {
  hostname: string;
  nowMs: number;
  isAlive: (pid: number) => boolean;
}

/** Whether a folder is what a download left behind that was killed: its process, named in it, is gone, or it is days old. */
export function isAbandoned(folder: StagingFacts, observer: Observer): boolean {
  const [, host, pid] = folder.name.match(/^unpacking-(.+)-(\d+)-[^-]+$/) ?? [];
  if (!host || !pid) return false;
  if (observer.nowMs - folder.modifiedAtMs > oneDayMs) return true;
  return host === observer.hostname && !observer.isAlive(Number(pid));
}

/** Makes a folder of this process's own beside the finished ones, and clears away what killed downloads left. */
export async function createStaging(cacheDir: string): Promise<string> {
  try {
    await mkdir(cacheDir, { recursive: true });
    const staging = await mkdtemp(join(cacheDir, `unpacking-${hostname()}-${process.pid}-`));
    await removeAbandoned(cacheDir, staging);
    return staging;
  } catch (error) {
    throw explainFileError(error, cacheDir);
  }
}

/** Removes a staging folder; what cannot be removed now, because a child still writes there, is left to the next download. */
export async function removeStaging(staging: string): Promise<void> {
  await rm(staging, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
}

/** A failed file operation in the cache as an error for the user, where its reason is one the user can mend. */
export function explainFileError(error: unknown, cacheDir: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    ENOENT: 'such a folder cannot be made there',
    EROFS: 'its disk is mounted read-only',
    EEXIST: 'a file is in its place',
    ENOTDIR: 'a file is in its place',
    ENOSPC: 'the disk is full',
    EDQUOT: "this user's quota of the disk is used up",
    EIO: 'the disk fails',
  };
  const why = reasons[code ?? ''];
  if (!why) return error;
  const advice = 'Make it a folder that this user can write to, or choose another.';
  return new UserError(`The cache folder ${cacheDir} cannot be written: ${why} (${code}). ${advice}`, {
    next: `ls -ld '${cacheDir}'`,
    cause: error,
  });
}

/** Moves each abandoned folder into the own one first: of several processes that clear away, one gets it. */
async function removeAbandoned(cacheDir: string, staging: string): Promise<void> {
  const observer = { hostname: hostname(), nowMs: Date.now(), isAlive };
  for (const name of await readdir(cacheDir)) {
    const modifiedAtMs = await stat(join(cacheDir, name)).then(({ mtimeMs }) => mtimeMs, Date.now);
    if (!isAbandoned({ name, modifiedAtMs }, observer)) continue;
    const moved = join(staging, name);
    await rename(join(cacheDir, name), moved).then(
      () => removeStaging(moved),
      () => undefined,
    );
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
