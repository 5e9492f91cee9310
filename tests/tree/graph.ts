import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { listFiles } from './list-files.ts';

/** Each file of the tree, by its path in the project, with the files that it imports. */
export type ImportGraph = Map<string, string[]>;

export const code = /\.(tsx?|mjs)$/;
// Static, dynamic and re-exported; types count, because a reader follows them, too.
const relativeImport = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^'$]+)'/g;

/** Reads the relative imports of every file with code in the project. */
export function readTree(projectDir: string): ImportGraph {
  const files = listFiles(projectDir, code).filter((file) => file.includes('/'));
  return new Map(files.map((file) => [file, listImports(file, readFileSync(join(projectDir, file), 'utf8'))]));
}

/** The files that a text imports by a relative path. */
export const listImports = (file: string, text: string) => [
  ...new Set([...text.matchAll(relativeImport)].map(([, path]) => posix.join(posix.dirname(file), path ?? ''))),
];

/** The groups of files of which each reaches every other (Tarjan's algorithm), in the order of their names. */
export function findCircles(graph: ImportGraph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(file: string) {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const imported of graph.get(file) ?? []) {
      if (!order.has(imported)) visit(imported);
      if (open.includes(imported)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(imported) ?? 0));
    }
    if (lowest.get(file) === order.get(file)) circles.push(open.splice(open.indexOf(file)).sort());
  }

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  const isCircle = ([first, second]: string[]) => second || (first && graph.get(first)?.includes(first));
  return circles.filter(isCircle).sort();
}

/** The given files, and every file that imports one of them, directly or through others. */
export function listAffected(graph: ImportGraph, changed: Iterable<string>): Set<string> {
  const affected = new Set(changed);
  for (const file of affected) {
    for (const [importer, imported] of graph) if (imported.includes(file)) affected.add(importer);
  }
  return affected;
}
