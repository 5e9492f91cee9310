import test from 'ava';
import type { Operation } from '../../../../chaos/history.ts';
import { findLongestGap } from '../../../../chaos/judge/gaps.ts';
import { operation } from '../support/histories.ts';

const finds = test.macro<[Operation[], [number, number] | undefined]>((t, operations, expected) => {
  const gap = findLongestGap(operations);
  t.deepEqual(gap && [gap.fromMs, gap.toMs], expected);
});

test('no requests have no gap', finds, [], undefined);
test(
  'one request is waited for since it was due',
  finds,
  [operation({ atMs: 100, sentMs: 150, endedMs: 170 })],
  [100, 170],
);

test(
  'a pause without requests is no gap',
  finds,
  [operation({ atMs: 0, endedMs: 30 }), operation({ atMs: 5_000, endedMs: 5_010 })],
  [0, 30],
);

test(
  'a gap begins with the last success where something is due by then',
  finds,
  [0, 100, 200, 300].map((atMs) => operation({ atMs, endedMs: atMs === 0 ? 110 : Math.max(atMs, 900) + 5 })),
  [110, 905],
);

test(
  'one request that hangs is no gap while others succeed',
  finds,
  [
    operation({ atMs: 0, endedMs: 9_000 }),
    ...Array.from({ length: 225 }, (_, n) => operation({ atMs: n * 40, endedMs: n * 40 + 49 })),
  ],
  [0, 49],
);

test(
  'failures do not end a gap',
  finds,
  [
    operation({ atMs: 0 }),
    operation({ atMs: 100, outcome: 'fail' }),
    operation({ atMs: 500, outcome: 'unknown' }),
    operation({ atMs: 900 }),
  ],
  [100, 910],
);

test(
  'a gap that nothing ended lasts until the last answer',
  finds,
  [operation({ atMs: 0 }), operation({ atMs: 100, outcome: 'fail' }), operation({ atMs: 700, outcome: 'fail' })],
  [100, 710],
);

test(
  'where nothing succeeded, all of it is a gap',
  finds,
  [operation({ atMs: 20, outcome: 'fail', endedMs: 80 })],
  [20, 80],
);
