import test from 'ava';
import { explain } from '../../../../scripts/explain/explainer.ts';
import type { Entry } from '../../../../scripts/explain/moment.ts';
import { describeClients } from '../../../../scripts/explain/story.ts';
import { act, during, endOfWeb, expelled, killed, members, tell } from './support.ts';

const recovering = { 'mysql-2': { state: 'RECOVERING', routed: false, check: 'Layer7 wrong status' } };

const kill = [
  ...during(0, 1_000),
  ...act(1_000, 'kill', 'mysql-2', 'page'),
  ...during(1_200, 6_000, { 'mysql-2': { process: 'stopped', routed: false } }),
  ...during(6_000, 6_600, killed),
  ...during(6_600, 20_000, expelled),
  ...act(20_000, 'start', 'mysql-2'),
  ...during(20_000, 23_000, { 'mysql-2': { state: 'OFFLINE', seenAs: 'GONE', routed: false } }),
  ...during(23_000, 26_000, recovering),
  ...during(26_000, 26_400, { 'mysql-2': { routed: false } }),
  ...during(26_400, 28_000),
];

test('a kill is told from its cause to the return', (t) => {
  t.deepEqual(tell(kill), [
    [
      'The page killed mysql-2.',
      'HAProxy took mysql-2 out 0.2 s after it was killed: its check was refused.',
      'The other members noticed that mysql-2 is gone, 5.0 s after it was killed.',
      'The group agreed to go on without mysql-2, 5.6 s after it was killed.',
      'The command line started mysql-2 19 s after it was killed.',
      'mysql-2 joined the group again and catches up, 3.0 s after it was started.',
      'mysql-2 is ONLINE, 6.0 s after it was started.',
      'HAProxy routes to mysql-2 again, 6.4 s after it was started.',
    ],
  ]);
});

test('a story ends when its host takes part again, and not before', (t) => {
  t.is(explain(kill.filter(({ atMs }) => atMs < 26_400))[0]?.endedMs, undefined);
  t.is(explain(kill)[0]?.endedMs, 26_400);
});

test('without an action the record does not say why', (t) => {
  const [story] = tell([...during(0, 1_000), ...during(1_000, 2_000, killed)]);
  t.is(story?.[0], 'Something happened to mysql-2; the record does not say why.');
});

test("a program that ended by itself is told by its supervisor's note, also if the note comes late", (t) => {
  const note = endOfWeb(1_600, 1);
  const away = { web: { process: 'restarting' } };
  const stories = explain([...during(0, 1_000), ...during(1_000, 1_600, away), note, ...during(1_600, 2_600, away)]);
  t.is(stories.length, 1);
  t.true(stories[0]?.isCauseKnown);
  t.regex(stories[0]?.sentences[0]?.text ?? '', /^web ended by itself \(code 1\): no command of the lab did that/);
});

test('a frozen member is taken out because its check gets no answer', (t) => {
  const frozen = { 'mysql-3': { process: 'paused', routed: false, check: 'Layer7 timeout: at step 1' } };
  const [story] = tell([...during(0, 1_400), ...act(1_000, 'pause', 'mysql-3'), ...during(1_400, 3_000, frozen)]);
  t.is(story?.[1], 'HAProxy took mysql-3 out 0.4 s after it was frozen: its check got no answer in time.');
});

test('all members that one program kills at once are one story, which tells of the lost majority', (t) => {
  const all = Object.fromEntries(members.map((name) => [name, { process: 'stopped', routed: false }]));
  const kills = members.flatMap((name, index) => act(1_000 + index * 50, 'kill', name, 'chaos'));
  const stories = explain([...during(0, 1_000), ...kills, ...during(1_200, 4_000, all)]);
  t.is(stories.length, 1);
  t.deepEqual(stories[0]?.hosts, members);
  const texts = stories[0]?.sentences.map(({ text }) => text) ?? [];
  t.true(texts.some((text) => text.startsWith('No majority of members could decide any more')));
});

test('two faults at the same time are two stories, each with what happened to its own host', (t) => {
  const both = { ...killed, web: { process: 'restarting' } };
  const note = endOfWeb(4_300, 137);
  const stories = explain([
    ...during(0, 1_000),
    ...act(1_000, 'kill', 'mysql-2'),
    ...during(1_200, 4_200, killed),
    ...during(4_200, 4_400, both),
    note,
    ...during(4_400, 6_000, both),
  ]);
  t.deepEqual(
    stories.map(({ hosts }) => hosts),
    [['mysql-2'], ['web']],
  );
  t.true(stories.every(({ overlaps }) => overlaps));
  t.true(stories[1]?.sentences.every(({ host }) => host === 'web'));
});

test('what a start or stop of the whole lab does to its hosts is no fault', (t) => {
  const command = { type: 'command', by: 'command line', words: 'down' } as const;
  const entries: Entry[] = [
    ...during(0, 1_000),
    { ...command, atMs: 1_000, edge: 'begin' },
    ...act(1_100, 'stop', 'web'),
    ...during(1_200, 3_000, { web: { process: 'stopped' } }),
    { ...command, atMs: 3_000, edge: 'done' },
  ];
  t.deepEqual(tell(entries), [['The command line gave the command down.', 'down is done.']]);
});

test('what clients noticed is counted from the cause until shortly after the end', (t) => {
  const api = { seconds: 1, done: 60, failed: 0, writes: 20, retried: 7, settled: 1 };
  const quiet = { seconds: 1, done: 60, failed: 0, writes: 20, retried: 0, settled: 0 };
  const entries = kill.map((entry) =>
    entry.type === 'moment' && entry.atMs % 1_000 === 0 ? { ...entry, api: entry.atMs === 2_000 ? api : quiet } : entry,
  );
  const [story] = explain(entries.toSorted((a, b) => a.atMs - b.atMs));
  t.is(
    story && describeClients(story),
    '1560 requests were answered, none failed; the API made 7 attempts again; 1 commit whose answer was lost was settled.',
  );
});

test('a member that the lost majority takes out belongs to what took the majority', (t) => {
  const two = { 'mysql-2': { process: 'stopped', routed: false }, 'mysql-3': { process: 'stopped', routed: false } };
  const cut = { ...two, 'mysql-1': { routed: false, check: 'Layer7 invalid response: ROUTE-NO no agreement for 3 s' } };
  const stories = tell([
    ...during(0, 1_000),
    ...act(1_000, 'kill', 'mysql-2', 'chaos'),
    ...act(1_010, 'kill', 'mysql-3', 'chaos'),
    ...during(1_200, 4_000, two),
    ...during(4_000, 6_000, cut),
  ]);
  t.is(stories.length, 1);
  t.true(
    stories[0]?.includes(
      'HAProxy took mysql-1 out 3.0 s after mysql-3 was killed: the member itself said that it takes no clients (no agreement for 3 s).',
    ),
  );
});

test('a member that was removed while it was frozen says so, and ends by itself', (t) => {
  const log = { type: 'log', timed: true, host: 'mysql-2' } as const;
  const [story] = tell([
    ...during(0, 1_000),
    ...act(1_000, 'pause', 'mysql-2'),
    ...during(1_200, 9_000, { 'mysql-2': { process: 'paused', seenAs: 'GONE', routed: false } }),
    ...act(9_000, 'resume', 'mysql-2'),
    { ...log, atMs: 12_000, source: 'mysql', mark: 'expelled', text: 'Member was expelled' },
    {
      ...log,
      atMs: 13_000,
      source: 'supervisor',
      mark: 'program ended',
      text: 'ended with 0, is wanted, starts again in 7 s',
    },
  ]);
  t.deepEqual(story?.slice(-2), [
    'mysql-2 learned that the others had removed it, 3.0 s after it was woken.',
    'mysql-2 ended by itself (code 0), 4.0 s after it was woken. Its supervisor starts it again in 7 s.',
  ]);
});

test('a network that is cut off or slow is a fault until it is healed, also while all goes on', (t) => {
  const entries = [
    ...during(0, 1_000),
    ...act(1_000, 'slow by 50 ms', 'mysql-2', 'page'),
    ...during(1_200, 9_000),
    ...act(9_000, 'heal', 'mysql-2'),
    ...during(9_200, 12_000),
    ...act(12_000, 'partition from mysql-1, mysql-3', 'mysql-2'),
  ];
  t.deepEqual(tell(entries), [
    ['The page slowed down mysql-2 by 50 ms.', 'The command line reconnected mysql-2 8.0 s after it was slowed down.'],
    ['The command line cut off mysql-2 from mysql-1, mysql-3.'],
  ]);
  const [story] = explain(entries);
  t.true((story?.endedMs ?? 0) > 9_000);
});

test('a program that is back before the note of its end was read is told once', (t) => {
  const note = endOfWeb(1_800, 137);
  const away = { web: { process: 'restarting' } };
  const entries = [...during(0, 1_000), ...during(1_000, 1_400, away), ...during(1_400, 4_000), note];
  const stories = explain(entries.toSorted((a, b) => a.atMs - b.atMs));
  t.deepEqual(
    stories.map(({ sentences: [first], beganMs, endedMs }) => [first?.text.slice(0, 34), beganMs, endedMs]),
    [['web ended by itself (code 137): no', 1_000, 2_000]],
  );
});
