import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { PreparedAt } from '../role.ts';
import { configPath, dataDir, renderInitialAccounts } from './member-config.ts';

/** Makes a member's data directory where there is none. */
export async function makeDataDirectory(host: Host, { view, commandLine }: PreparedAt) {
  const folder = view.folderOf(host);
  if (existsSync(dataDir(folder))) return;
  // Initialised beside its place and renamed when whole, so that a half-made directory is never taken for data.
  const unfinished = `${dataDir(folder)}.unfinished`;
  const initFile = join(folder, 'init.sql');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(initFile, renderInitialAccounts(view.secrets.root, view.toolsAddress), { mode: 0o600 });
  const options = [
    `--datadir=${unfinished}`,
    '--initialize-insecure',
    `--init-file=${initFile}`,
    '--super-read-only=OFF',
  ];
  const [command, ...args] = commandLine('mysqld', [`--defaults-file=${configPath(folder)}`, ...options]);
  try {
    await execa(command, args, { all: true, timeout: 120_000 });
  } catch (error) {
    throw initializeFailed(folder, error);
  } finally {
    await rm(initFile, { force: true });
  }
  await rename(unfinished, dataDir(folder));
}

function initializeFailed(folder: string, error: unknown) {
  const output = error instanceof ExecaError ? String(error.all ?? error.shortMessage) : String(error);
  const errors = output.split('\n').filter((line) => line.includes('[ERROR]'));
  const reason = errors.slice(0, 3).join('\n  ') || output.slice(-500);
  return new UserError(`MySQL could not make a data directory in ${folder}:\n  ${reason}`, {
    next: 'mend the cause, then npm start',
  });
}

/** Keeps a member's binary logs in another folder and removes the rest of its data. */
export async function removeDataDirectory(folder: string, savedDir: string) {
  await mkdir(savedDir, { recursive: true, mode: 0o700 });
  const names = existsSync(dataDir(folder)) ? await readdir(dataDir(folder)) : [];
  for (const name of names.filter((each) => each.startsWith('binlog.'))) {
    await rename(join(dataDir(folder), name), join(savedDir, name));
  }
  await rm(dataDir(folder), { recursive: true, force: true });
}

/** Removes the socket's lock of a killed server: mysqld does not start where another process has that pid by now. */
export async function removeStaleLock(folder: string) {
  await rm(join(dataDir(folder), 'mysqld.sock.lock'), { force: true });
}
