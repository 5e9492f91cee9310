import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The path below a folder, where each `*` of it stands for what is there: erts-* is erts-17.1. */
export function resolveStars(folder: string, path: string): string {
  return path
    .split('/')
    .reduce((parent, word) => join(parent, word.includes('*') ? findMatch(parent, word) : word), folder);
}

// What is not there keeps its star, so that the error of the next step names it.
function findMatch(parent: string, word: string): string {
  const [before = '', after = ''] = word.split('*');
  const names = listNames(parent).filter((name) => name.startsWith(before) && name.endsWith(after));
  return names.sort().at(-1) ?? word;
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
