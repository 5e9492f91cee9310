import test from 'ava';
import { findStretches, nameState } from '../../../../../chaos/report/picture/lanes.ts';

const sample = (atMs: number, state: string, routed: boolean) => ({ atMs, members: { 'mysql-1': { state, routed } } });

test('equal samples become one stretch, without holes', (t) => {
  const samples = [
    sample(0, 'ONLINE', true),
    sample(200, 'ONLINE', true),
    sample(400, 'ONLINE', false),
    sample(600, 'RECOVERING', false),
    sample(800, 'RECOVERING', false),
  ];
  t.deepEqual(findStretches(samples, 'mysql-1', { endMs: 10_000 }), [
    { fromMs: 0, toMs: 400, state: 'ONLINE', routed: true },
    { fromMs: 400, toMs: 600, state: 'ONLINE', routed: false },
    { fromMs: 600, toMs: 800, state: 'RECOVERING', routed: false },
  ]);
});

test('samples after the end are left out', (t) => {
  t.is(findStretches([sample(0, 'ONLINE', true), sample(900, 'DOWN', true)], 'mysql-1', { endMs: 500 }).length, 1);
});

const isNamed = test.macro<[string, string | undefined, string]>((t, state, seenAs, expected) => {
  t.is(nameState({ state, routed: false, ...(seenAs && { seenAs }) }), expected);
});

test(
  'a member that says nothing and is still ONLINE to the others gives no answer',
  isNamed,
  'DOWN',
  'ONLINE',
  'no answer',
);
test(
  'a member that says nothing while no other sees a majority gives no answer',
  isNamed,
  'DOWN',
  undefined,
  'no answer',
);
test('a member that the others do not reach is UNREACHABLE', isNamed, 'DOWN', 'UNREACHABLE', 'UNREACHABLE');
test('a member that was cut off has the state that the others see', isNamed, 'ONLINE', 'UNREACHABLE', 'UNREACHABLE');
test('a member that is out of the view and calls itself ONLINE is expelled', isNamed, 'ONLINE', 'GONE', 'expelled');
test('a member that is out of the view and says so has its own state', isNamed, 'OFFLINE', 'GONE', 'OFFLINE');
