import {
  type GroupAccess,
  noteFailure,
  noteWritten,
  type RequestScope,
  takeConnection,
} from '../connections/group-access.ts';
import { classifyFailure, type DatabaseFailure } from '../failures/failures.ts';
import { waitForNextTry } from '../failures/retry-delay.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import { type SettledRow, settleOperationSql } from './operations.ts';

/** How an operation ended, and the id of the row that it inserted. */
export interface Settlement {
  /** `sealed` is not committed, and never will be. */
  outcome: 'committed' | 'sealed';
  insertedId: number;
}

/** Settling goes on after the request was answered, so that a write that was reported failed does not happen later. */
const settleAfterwardsMs = 60_000;

/** Finds out whether an operation whose COMMIT got no answer was committed, and makes sure that it never will be if not. */
export async function settle(access: GroupAccess, scope: RequestScope, operationId: string): Promise<Settlement> {
  try {
    return await settleUntil(access, scope, operationId);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    settleLater(access, scope, operationId);
    throw new DatabaseUnavailable('outcome unknown', { cause: error });
  }
}

async function settleUntil(access: GroupAccess, scope: RequestScope, operationId: string): Promise<Settlement> {
  for (let tries = 0; ; tries += 1) {
    const connection = await takeConnection(access, scope, { kind: 'other', tries });
    try {
      const rows = (await connection.send(settleOperationSql(operationId)))[2] as [SettledRow];
      const outcome = rows[0].sealed === 1 ? 'sealed' : 'committed';
      // A seal is no write of the request.
      if (outcome === 'committed') noteWritten(access, scope, connection.ownWrites);
      access.counters.unknownCommits[outcome] += 1;
      return { outcome, insertedId: rows[0].insertedId };
    } catch (error) {
      const failure = error as DatabaseFailure;
      if (classifyFailure(failure, 'working') !== 'safe') throw failure;
      noteFailure(access, failure, { member: connection.member, requestId: scope.requestId, kind: 'settle' });
    } finally {
      access.pool.release(connection);
    }
    await waitForNextTry(tries, scope.deadlineAtMs);
  }
}

/** Settles an operation whose request has been answered already. */
export function settleLater(access: GroupAccess, scope: RequestScope, operationId: string): void {
  const { requestId } = scope;
  const later = { ...scope, deadlineAtMs: Date.now() + settleAfterwardsMs };
  settleUntil(access, later, operationId).then(
    ({ outcome }) =>
      access.log.warn({ requestId, operationId, outcome }, 'write settled after its request was answered 503'),
    (error) => {
      access.counters.unknownCommits.unsettled += 1;
      access.log.warn({ requestId, operationId, reason: error.message }, 'write was never settled');
    },
  );
}
