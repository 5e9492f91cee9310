import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';

/** Names the source's line in each line of a stack that names a compiled file. */
export function nameSources(stack: string) {
  return stack.replace(
    /file:\/\/(\/[^\s)]+\.mjs):(\d+):(\d+)/g,
    (place, file: string, line: string, column: string) => findSource(file, Number(line), Number(column)) ?? place,
  );
}

function findSource(file: string, line: number, column: number) {
  if (!existsSync(`${file}.map`)) return undefined;
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry)) return undefined;
  return `${resolve(dirname(file), entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
