import test from 'ava';
import type { MemberConnection } from '../../../../../api/database/connections/connection.ts';
import { createScope, type GroupAccess, takeConnection } from '../../../../../api/database/connections/group-access.ts';
import { RequestOver } from '../../../../../api/database/failures/unavailable.ts';

function createAccess() {
  const given: string[] = [];
  const connection = { member: { applied: [] }, begin: () => given.push('begun') } as unknown as MemberConnection;
  const pool = { acquire: async () => connection, release: () => given.push('released') };
  return { access: { pool } as unknown as GroupAccess, connection, given };
}

const leftScope = { ...createScope('request', Number.POSITIVE_INFINITY), isOver: () => true };

test('a read whose client has left is not begun, and gives its connection back', async (t) => {
  const { access, given } = createAccess();
  await t.throwsAsync(takeConnection(access, leftScope, 'read'), { instanceOf: RequestOver });
  t.deepEqual(given, ['released']);
});

test('a write, and the settling of one, is done whether the client waits for it or not', async (t) => {
  const { access, connection, given } = createAccess();
  t.is(await takeConnection(access, leftScope, 'write'), connection);
  t.deepEqual(given, ['begun']);
});
