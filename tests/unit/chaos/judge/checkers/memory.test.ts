import test from 'ava';
import type { Run } from '../../../../../chaos/history.ts';
import { macrosFor } from '../../support/checker-macros.ts';
import { checkResultOf } from '../../support/histories.ts';

const checker = 'memory stays flat';
const { passes, fails } = macrosFor(checker);

const sized = (sizeAt: (index: number) => number): Partial<Run> => ({
  seconds: 3_600,
  samples: Array.from({ length: 400 }, (_, index) => ({
    atMs: index * 9_000,
    members: {},
    ...(index % 2 === 0 && { memoryMb: { api: sizeAt(index), haproxy: 30 } }),
  })),
  finals: [],
});

test(
  'memory that goes up and down passes',
  passes,
  sized((index) => 150 + 40 * Math.sin(index)),
);
test(
  'memory that grows only in the beginning passes',
  passes,
  sized((index) => 150 + Math.min(index, 80)),
);
test(
  'memory that goes on growing is told',
  fails,
  sized((index) => 150 + index / 4),
  /^api grew from 187.5 to 237.5 MB$/,
);
test('a short run cannot tell', passes, { ...sized((index) => 150 + index), seconds: 60 });

test('without measurements there is no figure', (t) => {
  t.deepEqual(checkResultOf(checker, { seconds: 3_600 }).figures, { apiGrowthMb: null, haproxyGrowthMb: null });
});
