import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectDir } from '../../../scripts/settings/config.ts';
import { findCircles, type ImportGraph, listAffected, listImports, readTree } from '../../tree/graph.ts';
import { mayImport, roomOf, rooms } from '../../tree/rooms.ts';
import { selectTests } from '../../tree/unit-tests.ts';

const tree = readTree(projectDir);

test('no files import each other in a circle', (t) => {
  t.deepEqual(findCircles(tree), []);
});

test('no import runs upwards between rooms', (t) => {
  const upward = [...tree].flatMap(([importer, imported]) =>
    imported.filter((file) => !mayImport(importer, file)).map((file) => ({ importer, file })),
  );
  t.deepEqual(upward, []);
});

test('every file with code lies in a room', (t) => {
  t.deepEqual(
    [...tree.keys()].filter((file) => !roomOf(file)),
    [],
  );
});

test('every room and every imported file exists', (t) => {
  t.deepEqual(
    [...rooms, ...new Set([...tree.values()].flat())].filter((path) => !existsSync(join(projectDir, path))),
    [],
  );
});

const graph = (imports: Record<string, string[]>): ImportGraph => new Map(Object.entries(imports));

test('a circle is found with all its files, and without those that only lead to it', (t) => {
  const imports = { a: ['b'], b: ['c'], c: ['d', 'e'], d: ['b'], e: [], f: ['f'] };
  t.deepEqual(findCircles(graph(imports)), [['b', 'c', 'd'], ['f']]);
});

test('two paths to the same file are no circle', (t) => {
  t.deepEqual(findCircles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })), []);
});

test('imports are read from statements, re-exports, types and calls', (t) => {
  // Written so that this file itself imports none of them.
  const quote = (path: string) => `'${path}'`;
  const text = `
    import { a } from ${quote('./a.ts')};
    import type { b } from ${quote('../b.ts')};
    import {
      c,
    } from ${quote('./deep/c.ts')};
    import ${quote('./d.ts')};
    export { e } from ${quote('./e.ts')};
    const f = await import(${quote('./f.ts')});
    import koa from 'koa';`;
  const expected = ['x/y/a.ts', 'x/b.ts', 'x/y/deep/c.ts', 'x/y/d.ts', 'x/y/e.ts', 'x/y/f.ts'];
  t.deepEqual(listImports('x/y/z.ts', text), expected);
});

test('a change affects every file that leads to it', (t) => {
  const imports = graph({ a: ['b'], b: ['c'], c: [], d: ['e'], e: [] });
  t.deepEqual([...listAffected(imports, ['c'])].sort(), ['a', 'b', 'c']);
});

test('a room may import what is below it, and the tests only their own part of the benchmark', (t) => {
  t.true(mayImport('scripts/group/a.ts', 'scripts/state/b.ts'));
  t.false(mayImport('scripts/state/b.ts', 'scripts/group/a.ts'));
  t.false(mayImport('api/a.ts', 'scripts/messages/b.ts'));
  t.true(mayImport('tests/unit/bench/a.test.ts', 'bench/report/b.ts'));
  t.false(mayImport('tests/cluster/a.test.ts', 'bench/load.ts'));
  t.false(mayImport('bench/load.ts', 'tests/cluster/support/a.ts'));
});

const tests = {
  'tests/unit/a/one.test.ts': ['a/one.ts'],
  'tests/unit/a/two.test.ts': ['a/two.ts'],
  'tests/unit/tree/all.test.ts': [],
  'tests/api/one.test.ts': ['a/one.ts'],
  'a/one.ts': ['a/deep.ts'],
  'a/two.ts': [],
  'a/deep.ts': [],
};

test('a change selects the unit tests that lead to it, and those of the whole tree', (t) => {
  t.deepEqual(selectTests(graph(tests), ['a/deep.ts', 'README.md']), [
    'tests/unit/a/one.test.ts',
    'tests/unit/tree/all.test.ts',
  ]);
});

test('a change of anything but code and documents selects every unit test', (t) => {
  t.is(selectTests(graph(tests), ['lab.json']).length, 3);
});
