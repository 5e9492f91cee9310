import test from 'ava';
import type { MemberReport } from '../../../../scripts/group/member-report.ts';
import { findLiveGroup, seesMajority } from '../../../../scripts/group/quorum.ts';
import { member, online, silent } from './reports.ts';

const names = (reports: { name: string }[]) => reports.map(({ name }) => name);

test('two of three are a majority', (t) => {
  t.true(online(['a', 'b'], { unreachable: ['c'] }).every(seesMajority));
});

test('one of three is none', (t) => {
  t.false(online(['a'], { unreachable: ['b', 'c'] }).some(seesMajority));
});

test('a member alone in its view decides, as after a clean stop of the others', (t) => {
  t.true(online(['a']).every(seesMajority));
});

test('a member that is RECOVERING decides nothing', (t) => {
  t.false(seesMajority(member('a', { state: 'RECOVERING', view: [{ name: 'a', state: 'RECOVERING' }] })));
});

test('the living group is the one whose members have the same view, not the old view of a frozen member', (t) => {
  const living = online(['a', 'b']);
  const awoken = online(['a', 'b', 'c']).slice(2);
  t.deepEqual(names(findLiveGroup([...awoken, ...living])), ['a', 'b']);
});

test('a member is no group when the others died a moment ago, although its view still has them', (t) => {
  const [survivor] = online(['a', 'b', 'c']);
  t.deepEqual(findLiveGroup([survivor as MemberReport, silent('b'), member('c')]), []);
});

test('a member that still recovers counts for the majority, and is not ONLINE', (t) => {
  const [a, b] = online(['a', 'b']);
  const recovering = { ...(b as MemberReport), state: 'RECOVERING' as const };
  t.deepEqual(names(findLiveGroup([a as MemberReport, recovering])), ['a']);
});

test('where no member answers there is no group', (t) => {
  t.deepEqual(findLiveGroup([silent('a'), silent('b')]), []);
});
