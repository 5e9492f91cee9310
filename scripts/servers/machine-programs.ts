import { access, constants, realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { isConfined, readApparmorFacts } from './apparmor.ts';
import { fileExists } from './file-exists.ts';
import { inspectProgram } from './inspect.ts';
import { type ProgramSource, type Programs, plainProgram } from './program.ts';

export interface MachinePrograms {
  found: Programs;
  /** One sentence per program that is there but cannot be used. */
  rejected: string[];
}

const usualFolders = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/libexec',
  '/usr/local/mysql/bin',
];
const homebrewRoots = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'];
const homebrewFolders = [
  'bin',
  'sbin',
  'opt/mysql/bin',
  'opt/mysql@8.4/bin',
  'opt/haproxy/bin',
  'opt/mysql-client/bin',
];

/** The folders in which a machine keeps its own servers: those of PATH first, then the usual ones and Homebrew's. */
export function listMachineFolders(path = ''): string[] {
  const homebrew = homebrewRoots.flatMap((root) => homebrewFolders.map((folder) => join(root, folder)));
  const fromPath = path.split(delimiter).filter((folder) => folder.startsWith('/'));
  return [...new Set([...fromPath, ...usualFolders, ...homebrew])];
}

/** The machine's own programs that the lab can use, and why it cannot use the others. */
export async function findMachinePrograms(
  sources: ProgramSource[],
  options: { folders: string[]; signal?: AbortSignal | undefined },
): Promise<MachinePrograms> {
  const searches = await Promise.all(sources.map((source) => searchProgram(source, options)));
  const found = searches.flatMap(({ name, program }) => (program ? [[name, program]] : []));
  return { found: Object.fromEntries(found), rejected: searches.flatMap(({ rejected }) => rejected) };
}

async function searchProgram(source: ProgramSource, options: { folders: string[]; signal?: AbortSignal | undefined }) {
  const { name } = source;
  const rejected: string[] = [];
  const lacking = await findMissingPart(source);
  for (const path of await listCandidates(name, options.folders)) {
    if (lacking) {
      rejected.push(`${path} is not used: ${lacking} is not there`);
      continue;
    }
    const confined = isConfined(path, await readApparmorFacts(path));
    const program = plainProgram(path, { version: '', origin: 'machine' });
    const { version, whyNot } = await inspectProgram(source, program, { signal: options.signal, confined });
    if (!whyNot) return { name, rejected, program: { ...program, version } };
    rejected.push(`${path} is not used: ${whyNot}`);
  }
  return { name, rejected, program: undefined };
}

async function findMissingPart({ folders = [] }: ProgramSource): Promise<string | undefined> {
  const needed = folders.filter(({ isNeeded }) => isNeeded).map(({ from }) => `/${from}`);
  const areThere = await Promise.all(needed.map(fileExists));
  return needed.find((_, index) => !areThere[index]);
}

async function listCandidates(name: string, folders: string[]): Promise<string[]> {
  const paths = await Promise.all(folders.map((folder) => findExecutable(join(folder, name))));
  return [...new Set(paths.filter((path) => path !== undefined))];
}

async function findExecutable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return await realpath(path);
  } catch {
    return undefined;
  }
}
