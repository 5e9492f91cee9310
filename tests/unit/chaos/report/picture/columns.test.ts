import test from 'ava';
import { makeColumns } from '../../../../../chaos/report/picture/columns.ts';

const second = (index: number, changes = {}) => ({
  second: index,
  ok: 10,
  failed: 0,
  p50Ms: 2,
  p99Ms: 5,
  maxMs: 9,
  ...changes,
});

test('a short run has a column for each second', (t) => {
  const columns = makeColumns([second(0), second(1, { ok: 4, failed: 6 })], 100);
  t.deepEqual(
    columns.map(({ from, to, okPerSecond, failedPerSecond }) => [from, to, okPerSecond, failedPerSecond]),
    [
      [0, 1, 10, 0],
      [1, 2, 4, 6],
    ],
  );
});

test('a long run has no more columns than asked for, and each shows its worst', (t) => {
  const seconds = Array.from({ length: 3_600 }, (_, index) =>
    second(index, index === 1_801 ? { maxMs: 900, failed: 6 } : {}),
  );
  const columns = makeColumns(seconds, 300);
  t.is(columns.length, 300);
  t.like(columns[150], { from: 1_800, to: 1_812, maxMs: 900, failedPerSecond: 0.5 });
  t.is(columns.at(-1)?.to, 3_600);
});

test('where nothing was due there is no waiting time', (t) => {
  const nothing = { p50Ms: null, p99Ms: null, maxMs: null };
  t.like(makeColumns([second(0, nothing), second(1, nothing)], 1)[0], nothing);
  t.like(makeColumns([second(0, nothing), second(1)], 1)[0], { p50Ms: 2, maxMs: 9 });
});
