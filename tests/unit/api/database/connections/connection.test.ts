import test from 'ava';
import { listMissing, type Member } from '../../../../../api/database/causality/members.ts';
import type { Position } from '../../../../../api/database/causality/position.ts';
import { MemberConnection } from '../../../../../api/database/connections/connection.ts';
import type { Wire } from '../../../../../api/database/connections/wire.ts';

const wanted: Position = [{ member: 'b', source: 'group', number: 7, sentAtMs: 0, heardAtMs: 0 }];

/** A connection whose packets succeed or fail as they are told, and the member that it leads to. */
function openConnection(outcomes: (Error | null)[]) {
  const member: Member = { uuid: 'a', name: 'mysql-1:3306', applied: [], avoidUntilMs: 0 };
  const send = async (statements: string[]) => {
    const failure = outcomes.shift();
    if (failure) throw failure;
    return statements.map(() => ({}));
  };
  return { member, connection: new MemberConnection({ send } as unknown as Wire, member) };
}

test('a member whose packet waited for writes and succeeded has applied them', async (t) => {
  const { member, connection } = openConnection([null]);
  connection.begin(1_000, wanted);
  await connection.send(['SELECT 1']);
  t.deepEqual(listMissing(member, wanted), []);
});

test('a member that waited in vain has not applied them, whatever succeeds on its connection afterwards', async (t) => {
  const { member, connection } = openConnection([new Error('wait_for_executed_gtid_set'), null]);
  connection.begin(1_000, wanted);
  connection.startTransaction();
  await t.throwsAsync(connection.send(['DELETE a']));
  await connection.send(['ROLLBACK']);
  t.deepEqual(listMissing(member, wanted), wanted);
});
