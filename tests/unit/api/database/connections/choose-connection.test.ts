import test from 'ava';
import {
  findOrAddMember,
  listMissing,
  type Member,
  noteApplied,
} from '../../../../../api/database/causality/members.ts';
import type { Mark } from '../../../../../api/database/causality/position.ts';
import { chooseConnection } from '../../../../../api/database/connections/choose-connection.ts';

const mark = (member: string, number: number): Mark => {
  return { member, source: 'group', number, sentAtMs: number, heardAtMs: number };
};
const member = (uuid: string, details: Partial<Member> = {}): Member => {
  return { uuid, name: uuid, applied: [], avoidUntilMs: 0, ...details };
};
const idle = (...members: Member[]) => members.map((one) => ({ member: one }));

test('without anything to see the one idle for longest is taken', (t) => {
  t.is(chooseConnection(idle(member('a'), member('b')), [], 0), 0);
});

test('a member that has applied what must be seen goes before one that may not have', (t) => {
  const fresh = member('b', { applied: [mark('a', 7)] });
  t.is(chooseConnection(idle(member('a'), fresh), [mark('a', 7)], 0), 1);
});

test('a member in trouble is avoided while there is another, and taken where there is none', (t) => {
  const troubled = member('a', { avoidUntilMs: 100 });
  t.is(chooseConnection(idle(troubled, member('b')), [], 50), 1);
  t.is(chooseConnection(idle(troubled), [], 50), 0);
  t.is(chooseConnection(idle(troubled, member('b')), [], 150), 0);
});

test('nothing idle is -1', (t) => {
  t.is(chooseConnection([], [], 0), -1);
});

test('what a member is known to have applied need not be waited for', (t) => {
  const known = member('b');
  t.deepEqual(listMissing(known, [mark('a', 7)]), [mark('a', 7)]);
  noteApplied(known, [mark('a', 8)]);
  t.deepEqual(listMissing(known, [mark('a', 7)]), []);
  t.deepEqual(listMissing(known, [mark('c', 7)]), [mark('c', 7)]);
});

test('a member is added once', (t) => {
  const members = new Map<string, Member>();
  const met = findOrAddMember(members, 'a', 'mysql-1:3306');
  t.is(findOrAddMember(members, 'a', 'mysql-1:3306'), met);
});
