import test from 'ava';
import { act, during, expelled, killed, members, tell } from './support.ts';

test('nothing is concluded from samples that are far apart', (t) => {
  t.deepEqual(tell([...during(0, 1_000), ...during(60_000, 61_000, killed)]), []);
});

test('a silence without a cause is told when it has lasted ten seconds, as busy machines answer late', (t) => {
  const webs = { webs: { web: false } };
  t.deepEqual(tell([...during(0, 1_000), ...during(1_000, 9_000, {}, webs), ...during(9_000, 12_000)]), []);
  const [story] = tell([...during(0, 1_000), ...during(1_000, 12_000, {}, webs), ...during(12_000, 14_000)]);
  t.deepEqual(story, [
    'The API process web did not answer any more; the record does not say why.',
    'The API process web answers again, 11 s after it fell silent.',
  ]);
});

test('a silence after a deed is told when it has lasted two seconds', (t) => {
  const webs = { webs: { web: false } };
  const frozen = during(1_200, 2_800, { web: { process: 'paused' } }, webs);
  const pause = [...during(0, 1_000), ...act(1_000, 'pause', 'web'), ...frozen];
  t.is(tell(pause)[0]?.length, 1);
  const longer = [...pause, ...during(2_800, 4_000, { web: { process: 'paused' } }, webs)];
  t.is(tell(longer)[0]?.[1], 'The API process web did not answer any more, 0.2 s after it was frozen.');
});

test('members that run and answer late may have a majority', (t) => {
  const silent = Object.fromEntries(members.map((name) => [name, { answers: false as const, problem: 'ETIMEDOUT' }]));
  t.deepEqual(
    tell([...during(0, 1_000), ...during(1_000, 20_000, {}, { members: silent }), ...during(20_000, 22_000)]),
    [],
  );
});

test('what is seen only after a gap in the samples happened at most so long after', (t) => {
  const [story] = tell([...during(0, 1_200), ...act(1_000, 'kill', 'mysql-2'), ...during(6_000, 7_000, expelled)]);
  t.deepEqual(story, [
    'The command line killed mysql-2.',
    'The group agreed to go on without mysql-2, at most 5.0 s after it was killed.',
    'HAProxy took mysql-2 out at most 5.0 s after it was killed: its check was refused.',
  ]);
});

test('a silence that began before a kill is no consequence of it', (t) => {
  const silent = Object.fromEntries(members.map((name) => [name, { answers: false as const, problem: 'ETIMEDOUT' }]));
  const down = { 'mysql-2': { process: 'stopped', routed: false } };
  const stories = tell([
    ...during(0, 1_000),
    ...during(1_000, 2_000, {}, { members: silent }),
    ...act(2_000, 'kill', 'mysql-2'),
    ...during(2_200, 5_000, down, { members: silent }),
  ]);
  const kill = stories.find(([first]) => first === 'The command line killed mysql-2.');
  t.deepEqual(kill, [
    'The command line killed mysql-2.',
    'HAProxy took mysql-2 out 0.2 s after it was killed: its check was refused.',
  ]);
});
