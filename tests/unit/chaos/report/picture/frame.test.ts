import test from 'ava';
import { formatTick, roundUp, timeTicks } from '../../../../../chaos/report/picture/frame.ts';

test('a time axis has as many ticks as there is room for', (t) => {
  t.deepEqual(timeTicks(12, 13), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  t.deepEqual(timeTicks(41, 5), [0, 10, 20, 30, 40]);
  t.deepEqual(timeTicks(3_600, 4), [0, 900, 1_800, 2_700, 3_600]);
  t.true(timeTicks(100_000, 6).length <= 7);
});

test('long axes count in minutes', (t) => {
  t.is(formatTick(30, 60), '30 s');
  t.is(formatTick(90, 3_600), '1.5 min');
});

test('an axis ends at a round number', (t) => {
  t.deepEqual([0, 1, 11, 101, 125, 999].map(roundUp), [1, 1, 12, 120, 160, 1_000]);
});
