import test from 'ava';
import { decideStart, type StartDecision } from '../../../../scripts/group/decide-start.ts';
import { renderGtidSet } from '../../../../scripts/group/gtid-set.ts';
import type { MemberReport } from '../../../../scripts/group/member-report.ts';
import { foreign, group, member, online, silent } from './reports.ts';

const decide = (reports: MemberReport[], force = false) =>
  decideStart(reports, { groupUuid: group, force, leftOut: [] });

function as<A extends StartDecision['action']>(decision: StartDecision, action: A) {
  if (decision.action !== action) throw new Error(`decided ${JSON.stringify(decision)}`);
  return decision as Extract<StartDecision, { action: A }>;
}

test('a group that is whole needs nothing', (t) => {
  t.deepEqual(decide(online(['a', 'b', 'c'])), { action: 'nothing' });
});

test('a member that is out joins the group that lives', (t) => {
  const decision = as(decide([...online(['a', 'b']), member('c', { executed: `${group}:1-4` })]), 'join');
  t.deepEqual(decision.members, ['c']);
});

test('a living group does not wait for a member that does not answer', (t) => {
  t.deepEqual(as(decide([...online(['a', 'b']), silent('c')]), 'join').members, []);
});

test('a member that is RECOVERING is waited for, not started again', (t) => {
  t.deepEqual(as(decide([...online(['a', 'b']), member('c', { state: 'RECOVERING' })]), 'join').members, ['c']);
});

test('empty members make a new group, begun by the first', (t) => {
  const decision = as(decide([member('a'), member('b'), member('c')]), 'create');
  t.is(decision.on, 'a');
  t.deepEqual(decision.members, ['b', 'c']);
});

test('the member that has most begins, and fetches what only others have', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-90:95` }),
      member('b', { executed: `${group}:1-94` }),
      member('c', { executed: `${group}:1-80:96-97` }),
    ]),
    'recover',
  );
  t.is(decision.chosen, 'b');
  t.deepEqual(
    decision.sources.map(({ from, missing }) => [from, renderGtidSet(missing)]),
    [
      ['a', `${group}:95`],
      ['c', `${group}:96-97`],
    ],
  );
  t.is(renderGtidSet(decision.union), `${group}:1-97`);
  t.deepEqual(decision.members, ['a', 'c']);
  t.regex(decision.reason, /94 of 97 transactions.*1 from a, 2 from c/);
});

test('a transaction that one source has is not fetched from the next', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-10` }),
      member('b', { executed: `${group}:1-5:11-12` }),
      member('c', { executed: `${group}:1-5:11-12` }),
    ]),
    'recover',
  );
  t.deepEqual(
    decision.sources.map(({ from }) => from),
    ['b'],
  );
});

test('where all have the same, the first begins and fetches nothing', (t) => {
  const decision = as(decide(['a', 'b', 'c'].map((name) => member(name, { executed: `${group}:1-10` }))), 'recover');
  t.is(decision.chosen, 'a');
  t.deepEqual(decision.sources, []);
  t.regex(decision.reason, /all 10 transactions/);
});

test('an empty member beside full ones never begins', (t) => {
  const decision = as(decide([member('a'), member('b', { executed: `${group}:1-3` }), member('c')]), 'recover');
  t.is(decision.chosen, 'b');
});

test('a member that does not answer stops everything, and is named', (t) => {
  const decision = as(decide([member('a', { executed: `${group}:1-3` }), silent('b'), silent('c')]), 'refuse');
  t.regex(decision.why, /2 of 3 members do not answer[\s\S]*b: connect ECONNREFUSED/);
  t.regex(decision.next ?? '', /--force/);
});

test('with force the group begins without the silent ones', (t) => {
  const decision = as(decide([member('a', { executed: `${group}:1-3` }), silent('b'), silent('c')], true), 'recover');
  t.is(decision.chosen, 'a');
  t.deepEqual(decision.members, []);
});

test('not even force makes a group out of no member at all', (t) => {
  t.is(decide([silent('a'), silent('b'), silent('c')], true).action, 'refuse');
});

test('a member with transactions that are not the group’s is neither begun from nor let in', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-500,${foreign}:1-2` }),
      member('b', { executed: `${group}:1-10` }),
      member('c', { executed: `${group}:1-9` }),
    ]),
    'recover',
  );
  t.is(decision.chosen, 'b');
  t.deepEqual(decision.members, ['c']);
  t.deepEqual(
    decision.diverged.map(({ name, foreign: set }) => [name, renderGtidSet(set)]),
    [['a', `${foreign}:1-2`]],
  );
});

test('a diverged member is not sent into a group that lives', (t) => {
  const decision = as(decide([...online(['a', 'b']), member('c', { executed: `${foreign}:1` })]), 'join');
  t.deepEqual(decision.members, []);
  t.deepEqual(
    decision.diverged.map(({ name }) => name),
    ['c'],
  );
});

test('where all members have diverged, no group is begun', (t) => {
  t.is(decide(['a', 'b', 'c'].map((name) => member(name, { executed: `${foreign}:1` }))).action, 'refuse');
});

test('a diverged member beside empty ones does not make a new, empty group', (t) => {
  t.is(decide([member('a', { executed: `${foreign}:1` }), member('b'), member('c')]).action, 'refuse');
});

test('a member whose logs are purged is chosen where the others can still send what it lacks', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-90:95`, purged: '' }),
      member('b', { executed: `${group}:1-94`, purged: `${group}:1-94` }),
      member('c', { executed: `${group}:1-80` }),
    ]),
    'recover',
  );
  t.is(decision.chosen, 'b');
});

test('a member that the others cannot complete is not chosen, however much it has', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-94` }),
      member('b', { executed: `${group}:1-90:95`, purged: `${group}:1-90:95` }),
      member('c', { executed: `${group}:1-80` }),
    ]),
    'recover',
  );
  t.is(decision.chosen, 'b');
});

test('where each member lacks what the others have purged, no group is begun', (t) => {
  const decision = as(
    decide([
      member('a', { executed: `${group}:1-5:7`, purged: `${group}:1-5:7` }),
      member('b', { executed: `${group}:1-6`, purged: `${group}:1-6` }),
      member('c', { executed: `${group}:1-2` }),
    ]),
    'refuse',
  );
  t.regex(decision.why, /no longer hold/);
});

test('a member that is ONLINE without a majority is no living group', (t) => {
  const lonely = online(['a'], { unreachable: ['b', 'c'] });
  t.is(decide([...lonely, silent('b'), silent('c')]).action, 'refuse');
});

test('two groups are refused, whichever is larger', (t) => {
  const decision = as(decide([...online(['a']), ...online(['b', 'c'])]), 'refuse');
  t.regex(decision.why, /There are 2 groups[\s\S]*b, c\n {2}a/);
});

test('an empty member never begins while others, which may hold data, are silent', (t) => {
  t.is(decide([member('a'), silent('b'), silent('c')], true).action, 'refuse');
});

test('a member that the group was begun without is neither waited for nor let in', (t) => {
  const options = { groupUuid: group, force: false, leftOut: ['c'] };
  const living = decideStart([...online(['a', 'b']), member('c', { executed: `${group}:1-99` })], options);
  t.deepEqual(as(living, 'join').members, []);
  const lost = decideStart([member('a', { executed: `${group}:1-9` }), member('b'), silent('c')], options);
  t.is(as(lost, 'recover').chosen, 'a');
});
