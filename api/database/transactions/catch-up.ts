import { patience } from '../../patience.ts';
import type { Position } from '../causality/position.ts';
import type { MemberConnection } from '../connections/connection.ts';
import { createScope, type GroupAccess, noteWritten } from '../connections/group-access.ts';
import { attempt } from './attempt.ts';
import { createOperationId, recordOperationSql } from './operations.ts';
import { onConnection, retry } from './retry.ts';

/** Longer than the group stalls over the loss of a member. A request that comes meanwhile waits for this one and the next. */
const deadlineMs = 7_000 * patience;
/** A member that lags behind is left for another sooner than one that says nothing. */
const patienceDivisor = 4;

/**
 * Marks of everything that was acknowledged to any client before now. A member that has applied all of it writes a row of no
 * meaning: it comes after all the rest in the group's order, in which the other members apply.
 */
export async function catchUp(access: GroupAccess): Promise<Position> {
  const scope = createScope('catching up', Date.now() + deadlineMs, access.written);
  const tryOnce = onConnection(access, 'write', (connection) => attempt(connection, () => writeBarrier(connection)));
  const marks = await retry(access, scope, { kind: 'write', tryOnce });
  noteWritten(access, scope, marks);
  return marks;
}

async function writeBarrier(connection: MemberConnection): Promise<Position> {
  connection.patienceMs /= patienceDivisor;
  try {
    await connection.send([
      "SET SESSION group_replication_consistency = 'BEFORE'",
      recordOperationSql(createOperationId(Date.now())),
      'SET SESSION group_replication_consistency = DEFAULT',
    ]);
    return connection.ownWrites;
  } catch (error) {
    // Its setting may not have been taken back.
    connection.retireAtMs = 0;
    throw error;
  }
}
