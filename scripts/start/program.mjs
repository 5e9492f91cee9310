// Runs the compiled form of a program: one made after the last change of each source, from a folder that only the
// owner can write. Plain JavaScript, because nothing is compiled yet.
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export const projectDir = resolve(import.meta.dirname, '../..');

/** Runs a program of the project with the words that follow it. */
export async function run(program, words) {
  process.argv = [process.argv[0], join(projectDir, program), ...words];
  await load(program);
}

/** Gives what a TypeScript file of the project exports; it is compiled first where a source has changed. */
export async function load(program) {
  return await import(pathToFileURL(locate(program)).href);
}

/** The compiled script of a program; it is compiled first where a source has changed. */
export const locate = (program) => findCompiled(program) ?? compile(program);

/** Whether a program runs in a browser; all others run in Node. */
export const isForBrowsers = (program) => program.endsWith('.tsx');

// In a process of its own: the compiler's memory would stay with a program that runs for days.
function compile(program) {
  const compiler = join(projectDir, 'scripts/start/compile.mjs');
  const { status } = spawnSync(process.execPath, [compiler, program], { stdio: ['ignore', 2, 2] });
  const compiled = status === 0 ? findCompiled(program) : undefined;
  if (compiled) return compiled;
  console.error(`${program} could not be compiled.\n  Next: mend what is said above, then repeat.`);
  process.exit(1);
}

/** Where the compiled form of a program lies, such as that of scripts/cli/main.ts. */
export const folderOf = (program) =>
  join(projectDir, 'node_modules/.cache/lab', program.replaceAll('/', '-').replace(/\.tsx?$/, ''));

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
  const foreign = describeForeign(folder);
  if (!foreign) return;
  console.error(`${folder} ${foreign}, so the lab runs no code from it.\n  Next: rm -r ${folder}`);
  process.exit(1);
}

/** Why a file or folder may hold what another user put there, as the rest of a sentence; undefined where it may not. */
export function describeForeign(path) {
  // Windows has neither owners nor modes of this kind.
  if (!process.getuid) return undefined;
  const owners = [0, process.getuid(), statSync(projectDir).uid];
  for (const entry of [lstatSync(path), statSync(path)]) {
    if (!owners.includes(entry.uid)) return `belongs to another user (uid ${entry.uid})`;
    if (!entry.isSymbolicLink() && entry.mode & 0o022) return 'can be written by other users';
  }
  return undefined;
}
