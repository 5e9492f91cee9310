import { attemptRead } from './attempt.ts';
import type { MemberConnection } from './connection.ts';
import { createOperationId, recordOperationSql } from './operations.ts';
import { persist } from './persist.ts';
import type { Position } from './position.ts';
import { noteWritten, type Purpose, type Runtime } from './runtime.ts';

/** Longer than the group stalls over the loss of a member. Who comes meanwhile waits for this one and for the next. */
const deadlineMs = 7_000;
/** A member that lags behind is left for another sooner than one that says nothing. */
const hurry = 4;

/**
 * Marks of everything that anybody has been acknowledged before now. A member that has applied all of it writes a row of no meaning:
 * that comes after all the rest in the group's order, and the other members apply in this order.
 */
export async function catchUp(runtime: Runtime): Promise<Position> {
  const purpose: Purpose = { requestId: 'catching up', deadlineAtMs: Date.now() + deadlineMs, seen: runtime.written };
  const marks = await persist(runtime, purpose, {
    kind: 'write',
    tryOnce: (connection) => attemptRead(connection, () => writeAfterAll(connection)),
  });
  noteWritten(runtime, marks);
  return marks;
}

async function writeAfterAll(connection: MemberConnection): Promise<Position> {
  connection.patienceMs /= hurry;
  try {
    await connection.send([
      "SET SESSION group_replication_consistency = 'BEFORE'",
      recordOperationSql(createOperationId(Date.now()), 0),
      'SET SESSION group_replication_consistency = DEFAULT',
    ]);
    return connection.ownWrites;
  } catch (error) {
    connection.failure = error as Error;
    // Its setting may not have been taken back.
    connection.retireAtMs = 0;
    throw error;
  }
}
