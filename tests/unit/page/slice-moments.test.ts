import test from 'ava';
import { findIndex, sliceMoments } from '../../../page/browser/slice-moments.ts';
import { addMoment, type Moment } from '../../../scripts/explain/moment.ts';
import { moment } from '../scripts/explain/support.ts';

function gather(times: number[]) {
  const moments: Moment[] = [];
  for (const atMs of times) addMoment(moments, moment(atMs));
  return moments;
}

const timesOf = (moments: Moment[]) => moments.map(({ atMs }) => atMs);

test('a span of time has the moment before it, too', (t) => {
  t.deepEqual(timesOf(sliceMoments(gather([100, 200, 300, 400]), 250, 300)), [200, 300]);
});

test('there is no moment before the first one', (t) => {
  t.is(findIndex(gather([100, 200]), 99), -1);
  t.is(findIndex(gather([100, 200]), 100), 0);
});

test('after the clock was set back the newest moment is the last one, and is found by its time', (t) => {
  const moments = gather([5_000, 5_200, 5_400, 5_600, 5_800, 5_100, 5_300]);
  t.deepEqual(timesOf(moments), [5_000, 5_100, 5_300]);
  t.is(findIndex(moments, 5_300), moments.length - 1);
  t.deepEqual(timesOf(gather([5_000, 5_200, 1_000])), [1_000]);
});

test('moments of the same time are both kept', (t) => {
  t.deepEqual(timesOf(gather([100, 100])), [100, 100]);
});
