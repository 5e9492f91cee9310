import { createScope, type GroupAccess, type RequestScope } from '../connections/group-access.ts';
import { isConflict } from '../failures/failures.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import { requestPatienceMs, type Session, type SessionOptions, type Written } from '../session.ts';
import { type Attempt, attemptLook } from './attempt.ts';
import { createOperation, type Operation, restoreInsertedIdSql } from './operations.ts';
import { onConnection, retry, retryUntilAnswered } from './retry.ts';
import { settle, settleLater } from './settle.ts';
import { createPendingWrite, type PendingWrite, type TryWrite } from './try-write.ts';

/** What one request does with the database: a failure that is not its answer never reaches it. */
export function createRequestSession(access: GroupAccess, tryWrite: TryWrite, options: SessionOptions): Session {
  const { requestId, deadlineMs = requestPatienceMs, after, isOver } = options;
  const scope: RequestScope = { ...createScope(requestId, Date.now() + deadlineMs, after), isOver };
  return {
    written: () => scope.marks.written,
    read(look) {
      const tryOnce = onConnection(access, 'read', (connection) => attemptLook(connection, look));
      return retry(access, scope, { kind: 'read', tryOnce });
    },
    async write(write) {
      const pending = createPendingWrite(write, scope);
      const tryOnce = async (scope: RequestScope) => {
        pending.scope = scope;
        return settleDoubt(access, pending, await tryWrite(pending));
      };
      try {
        return await retry(access, scope, { kind: 'write', tryOnce });
      } catch (error) {
        const { id, isDoubtful } = pending.operation;
        if (error instanceof DatabaseUnavailable && isDoubtful) settleLater(access, scope, id);
        throw error;
      }
    },
  };
}

/** A committed operation is done, and looked at again; with a sealed one the last try stands. */
async function settleDoubt<T>(
  access: GroupAccess,
  pending: PendingWrite<T>,
  attempt: Attempt<Written<T>>,
): Promise<Attempt<Written<T>>> {
  const { operation, scope, look } = pending;
  if (!needsSettling(attempt, operation)) return attempt;
  const { sealed, insertedId } = await settle(access, scope, operation.id);
  pending.operation = createOperation(Date.now());
  if (sealed) return attempt;
  const lookAgain = onConnection(access, 'read', (connection) => {
    connection.sendBefore(restoreInsertedIdSql(insertedId));
    return attemptLook(connection, look);
  });
  return { outcome: 'done', value: { hasChanged: true, seen: await retryUntilAnswered(scope, lookAgain) } };
}

/**
 * Whether the operation is settled before anything else is done. A try that lost against another member almost certainly was
 * not committed: it runs again under the same id, and is settled only before anything else than success is told.
 */
export function needsSettling({ outcome, ...attempt }: Attempt<unknown>, { isDoubtful }: Operation): boolean {
  if (!isDoubtful || outcome === 'safe') return false;
  return outcome !== 'unknown' || !('failure' in attempt && isConflict(attempt.failure));
}
