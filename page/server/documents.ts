import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Handler } from './serve.ts';

/** The documents that sentences point to, as they lie in docs/; or the part of one that its anchor names. */
export const documents: Record<string, Handler> = {
  'GET /docs': async (_request, { searchParams }) => {
    const text = await readDocument(searchParams.get('name') ?? '');
    const anchor = searchParams.get('part');
    return anchor === null ? text : (findPart(text, anchor) ?? text);
  },
};

async function readDocument(name: string) {
  if (!/^[a-z-]{1,40}$/.test(name)) return 'There is no such document.';
  return await readFile(join(projectDir, 'docs', `${name}.md`), 'utf8');
}

/** From the heading with this anchor to the next one that is no deeper; a browser finds no anchor in plain text. */
export function findPart(text: string, anchor: string): string | undefined {
  const lines = text.split('\n');
  const depthOf = (line: string) => /^(#+) /.exec(line)?.[1]?.length ?? Number.POSITIVE_INFINITY;
  const anchorOf = (line: string) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  const first = lines.findIndex((line) => depthOf(line) < Number.POSITIVE_INFINITY && anchorOf(line) === anchor);
  if (first < 0) return undefined;
  const depth = depthOf(lines[first] as string);
  const length = lines.slice(first + 1).findIndex((line) => depthOf(line) <= depth);
  return `${lines
    .slice(first, length < 0 ? undefined : first + 1 + length)
    .join('\n')
    .trim()}\n`;
}
