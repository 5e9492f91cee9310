import test from 'ava';
import { findStretches, nameState } from '../../../../../chaos/report/picture/stretches.ts';

const sample = (atMs: number, state: string, routed: boolean) => ({ atMs, members: { 'mysql-1': { state, routed } } });

test('samples that are the same become one stretch, without holes', (t) => {
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

test('what was seen after the end is left out', (t) => {
  t.is(findStretches([sample(0, 'ONLINE', true), sample(900, 'DOWN', true)], 'mysql-1', { endMs: 500 }).length, 1);
});

const isNamed = test.macro<[string, string | undefined, string]>((t, state, seenAs, expected) => {
  t.is(nameState({ state, routed: false, ...(seenAs && { seenAs }) }), expected);
});

test('a member that says nothing and is not missed yet gives no answer', isNamed, 'DOWN', 'ONLINE', 'no answer');
test('nobody left to see it makes no difference', isNamed, 'DOWN', undefined, 'no answer');
test('one that the others do not reach is UNREACHABLE', isNamed, 'DOWN', 'UNREACHABLE', 'UNREACHABLE');
test('one that was cut off is what the others say, not what it says', isNamed, 'ONLINE', 'UNREACHABLE', 'UNREACHABLE');
test('one that is out and does not know is expelled', isNamed, 'ONLINE', 'GONE', 'expelled');
test('one that is out and knows says it itself', isNamed, 'OFFLINE', 'GONE', 'OFFLINE');
