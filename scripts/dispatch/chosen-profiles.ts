import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface ProfileChange {
  added: string[];
  removed: string[];
}

/** Which profiles a command line adds to the lab, by `--with` or `add`, or takes away, by `remove`. */
export function findProfiles([name, ...rest]: string[], fromEnvironment = ''): ProfileChange {
  const plain = rest.filter((word) => !word.startsWith('-'));
  const at = rest.findIndex((word) => word === '--with' || word.startsWith('--with='));
  const value = at === -1 ? fromEnvironment : (rest[at]?.split('=')[1] ?? rest[at + 1] ?? '');
  if (name === 'add') return { added: plain, removed: [] };
  if (name === 'remove') return { added: [], removed: plain };
  return { added: name === 'up' ? splitNames(value) : [], removed: [] };
}

/** The same command for the web machine, which has an environment of its own. */
export function spellOut(words: string[], profiles: string[]) {
  const isSaid = words.some((word) => word === '--with' || word.startsWith('--with='));
  return words[0] !== 'up' || isSaid || profiles.length === 0 ? words : [...words, '--with', profiles.join(',')];
}

function splitNames(text: string) {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** The profiles whose machines are set up, as this computer remembers them. */
export function readProfiles(path: string): string[] {
  return existsSync(path) ? splitNames(readFileSync(path, 'utf8').trim()) : [];
}

/** Remembers which profiles' machines are set up. */
export async function saveProfiles(path: string, profiles: string[]) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${profiles.join(',')}\n`);
}
