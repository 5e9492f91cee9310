import test from 'ava';
import { listWaiting } from '../../../../scripts/group/decide-start.ts';
import type { MemberReport } from '../../../../scripts/group/member-report.ts';
import { foreign, group, member, online, silent } from './reports.ts';

const waiting = (...others: MemberReport[]) =>
  listWaiting([...online(['a', 'b']), ...others], { groupUuid: group, leftOut: ['left'] });
const behind = { executed: `${group}:1-4`, wantsGroup: true };

test('a member that failed to join, or is new, is let in by the group that lives', (t) => {
  t.deepEqual(waiting(member('c', behind), member('d')), ['c', 'd']);
});

test('a member that a command took out of the group stays out', (t) => {
  t.deepEqual(waiting(member('c', { ...behind, wantsGroup: false })), []);
});

test('a member that is joining, silent, left out or has transactions of its own is not let in', (t) => {
  const stray = member('d', { executed: `${foreign}:1`, wantsGroup: true });
  t.deepEqual(waiting(member('c', { ...behind, joining: true }), stray, silent('e'), member('left', behind)), []);
});

test('where no group lives, no member is let in', (t) => {
  t.deepEqual(listWaiting([member('a', behind), member('b', behind)], { groupUuid: group, leftOut: [] }), []);
});
