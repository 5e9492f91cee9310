// Which compiled form of a program may be run: one that is newer than each of its sources, from a folder that only
// the owner can write. Plain JavaScript, because nothing is compiled yet.
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const projectDir = resolve(import.meta.dirname, '..');

/** Where the compiled form of a program lies, such as that of scripts/cli/main.ts. */
export const folderOf = (program) =>
  join(projectDir, 'node_modules/.cache/lab', program.replaceAll('/', '-').replace(/\.ts$/, ''));

export const recordOf = (program) => join(folderOf(program), 'record.json');

/** What changes whenever a source changes; a folder changes when a file comes or goes. */
export function stamp(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 'gone';
  // A copied or restored file may have an old time of change, but never an old ctime.
  return stat.isDirectory() ? `${stat.mtimeMs}` : `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

/** The compiled script of a program; nothing where it has to be compiled first. */
export function findCompiled(program) {
  if (!lstatSync(folderOf(program), { throwIfNoEntry: false })) return undefined;
  requireOwn(folderOf(program));
  const record = readRecord(program);
  if (record?.project !== projectDir) return undefined;
  const isCurrent = Object.entries(record.stamps).every(([path, known]) => stamp(join(projectDir, path)) === known);
  return isCurrent ? join(folderOf(program), record.script) : undefined;
}

function readRecord(program) {
  try {
    return JSON.parse(readFileSync(recordOf(program), 'utf8'));
  } catch {
    return undefined;
  }
}

// Code is run from here: a folder that another user made or can write may hold that user's code.
function requireOwn(folder) {
  const { uid, mode } = lstatSync(folder);
  const owners = [0, process.getuid?.() ?? uid, statSync(projectDir).uid];
  if (owners.includes(uid) && (mode & 0o022) === 0) return;
  console.error(`Other users can write ${folder}, so the lab runs no code from it.\n  Next: rm -r ${folder}`);
  process.exit(1);
}
