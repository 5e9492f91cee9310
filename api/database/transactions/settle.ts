import { type GroupAccess, noteWritten, type RequestScope } from '../connections/group-access.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import { attempt } from './attempt.ts';
import { type SettledRow, settleOperationSql } from './operations.ts';
import { onConnection, retryUntilAnswered } from './retry.ts';

/** Settling goes on after the request was answered, so that a write that was reported failed does not happen later. */
const settleAfterwardsMs = 60_000;

/** Finds out whether an operation whose COMMIT got no answer was committed, and makes sure that it never will be if not. */
export async function settle(access: GroupAccess, scope: RequestScope, operationId: string): Promise<SettledRow> {
  const tryOnce = onConnection(access, 'write', (connection) =>
    attempt(connection, async () => {
      const [settled] = (await connection.send(settleOperationSql(operationId)))[2] as [SettledRow];
      // A seal is no write of the request.
      if (!settled.sealed) noteWritten(access, scope, connection.ownWrites);
      return settled;
    }),
  );
  try {
    const settled = await retryUntilAnswered(scope, tryOnce);
    access.counters.unknownCommits[settled.sealed ? 'sealed' : 'committed'] += 1;
    return settled;
  } catch (error) {
    throw error instanceof DatabaseUnavailable ? new DatabaseUnavailable('outcome unknown', { cause: error }) : error;
  }
}

/** Settles an operation whose request has been answered already. */
export async function settleLater(access: GroupAccess, scope: RequestScope, operationId: string): Promise<void> {
  const { requestId } = scope;
  try {
    const { sealed } = await settle(access, { ...scope, deadlineAtMs: Date.now() + settleAfterwardsMs }, operationId);
    access.log.warn({ requestId, operationId, sealed }, 'write settled after its request was answered 503');
  } catch (error) {
    access.counters.unknownCommits.unsettled += 1;
    access.log.warn({ requestId, operationId, reason: (error as Error).message }, 'write was never settled');
  }
}
