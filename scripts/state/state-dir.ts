import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { requireOwn } from './own-files.ts';

const markerName = 'mysql-group-lab.json';

/** Tells whether a lab was made in this folder. */
export function hasLab(stateDir: string) {
  return existsSync(join(stateDir, markerName));
}

/** Makes the folder the state of this checkout's lab, or accepts it as that; refuses a folder that holds anything else. */
export async function claimStateDir(stateDir: string, project: string) {
  if (hasLab(stateDir)) {
    await requireLab(stateDir, project);
    return await writeMarker(stateDir, project);
  }
  await mkdir(stateDir, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new UserError(`The state folder ${stateDir} cannot be made: ${error.message}`, {
      next: 'set LAB_DIR to another folder',
    });
  });
  requireOwn(stateDir, nextFor(stateDir));
  if ((await readdir(stateDir)).length > 0) throw notOurs(stateDir);
  await writeMarker(stateDir, project);
}

const writeMarker = (stateDir: string, project: string) =>
  writeJson(join(stateDir, markerName), { format: 1, project });

/** Refuses to go on where no lab was made, or where another checkout rules it: each would restart what the other has started. */
export async function requireLab(stateDir: string, project: string) {
  if (!hasLab(stateDir)) {
    if (existsSync(stateDir)) throw notOurs(stateDir);
    throw new UserError(`There is no lab in ${stateDir}`, { next: 'npm start' });
  }
  requireOwn(stateDir, nextFor(stateDir));
  const marker = join(stateDir, markerName);
  const { project: ruler = project } = (await readJson<{ project?: string }>(marker)) ?? {};
  if (ruler === project || !existsSync(join(ruler, 'lab.json'))) return;
  throw new UserError(`The lab in ${stateDir} is that of another checkout, ${ruler}`, {
    next: `cd ${ruler}; or set LAB_DIR to a folder of this one's own; or, with that lab down, write ${project} for it into ${marker}`,
  });
}

const nextFor = (stateDir: string) =>
  `set LAB_DIR to a folder of your own; or, where it is yours: chmod go-w ${stateDir}`;

/** Reads a JSON file of the lab's; undefined where there is none. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  requireOwn(path, `find out who made it, and remove it: rm ${path}`);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new UserError(`${path} is damaged: ${(error as Error).message}`, { next: './lab destroy --yes' });
  }
}

/** Writes a JSON file that only its owner may read, whole or not at all. */
export async function writeJson(path: string, value: unknown) {
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

function notOurs(stateDir: string) {
  return new UserError(`The folder ${stateDir} holds files that are not a lab's, and nothing in it was changed`, {
    next: 'set LAB_DIR to an empty or a new folder',
  });
}
