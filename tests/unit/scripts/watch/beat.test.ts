import test from 'ava';
import { createBeat, decideRest } from '../../../../scripts/watch/beat.ts';

test('there are five samples in a second, however long each takes, and a pause after each', (t) => {
  t.is(decideRest({ tookMs: 10, computedMs: 5 }), 190);
  t.is(decideRest({ tookMs: 400, computedMs: 5 }), 20);
});

test('where samples cost more than a fifth of a processor there are fewer', (t) => {
  t.is(decideRest({ tookMs: 100, computedMs: 100 }), 400);
});

test('only a modest one counts what its program computes', (t) => {
  const [modest, other] = [createBeat({ isModest: true }), createBeat({})];
  const before = process.cpuUsage();
  while (process.cpuUsage(before).user < 100_000);
  t.true(modest(0) >= 500);
  t.is(other(0), 200);
});
