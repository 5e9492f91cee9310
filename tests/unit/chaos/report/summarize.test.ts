import test from 'ava';
import { summarize } from '../../../../chaos/report/summarize.ts';

const gives = test.macro<[(number | null | undefined)[], number | null, number | null]>((t, values, median, worst) => {
  t.deepEqual(summarize(values), { median, worst });
});

test('of an odd number the middle one', gives, [5, 1, 9], 5, 9);
test('of an even number the mean of the middle two', gives, [4, 1, 9, 5], 4.5, 9);
test('of one it is that', gives, [3], 3, 3);
test('what was not measured does not count', gives, [null, 7, undefined], 7, 7);
test('of nothing there is nothing', gives, [null], null, null);
