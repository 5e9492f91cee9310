import { type Dirent, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

const isProjectFolder = (entry: Dirent) => entry.isDirectory() && !/^(\.|node_modules$|results$)/.test(entry.name);

/** The files of the project whose path matches, without what is installed or made by a run. */
export function listFiles(projectDir: string, pattern: RegExp): string[] {
  const entries = readdirSync(projectDir, { withFileTypes: true });
  const nested = entries.filter(isProjectFolder).flatMap(({ name }) => listNested(projectDir, name));
  const top = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return [...top, ...nested].filter((path) => pattern.test(path)).sort();
}

function listNested(projectDir: string, folder: string) {
  const names = readdirSync(join(projectDir, folder), { recursive: true, encoding: 'utf8' });
  return names.map((name) => posix.join(folder, name));
}
