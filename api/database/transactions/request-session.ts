import type { Position } from '../causality/position.ts';
import { createScope, type GroupAccess, type RequestScope } from '../connections/group-access.ts';
import { isConflict } from '../failures/failures.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import {
  type Look,
  requestPatienceMs,
  type Session,
  type SessionOptions,
  type Write,
  type Written,
} from '../session.ts';
import { type Attempt, attemptLook } from './attempt.ts';
import { createOperation, type Operation, restoreInsertedIdSql } from './operations.ts';
import { onConnection, retry, retryUntilAnswered } from './retry.ts';
import { settle, settleLater } from './settle.ts';
import { createPendingWrite, type PendingWrite, type TryWrite } from './try-write.ts';

/** What one request does with the database: a failure that is not its answer never reaches it. */
export class RequestSession implements Session {
  readonly #access: GroupAccess;
  readonly #tryWrite: TryWrite;
  readonly #scope: RequestScope;

  constructor(access: GroupAccess, tryWrite: TryWrite, options: SessionOptions) {
    const { requestId, deadlineMs = requestPatienceMs, after, isOver } = options;
    this.#access = access;
    this.#tryWrite = tryWrite;
    this.#scope = { ...createScope(requestId, Date.now() + deadlineMs, after), isOver };
  }

  written(): Position | undefined {
    return this.#scope.marks.written;
  }

  read<T>(look: Look<T>): Promise<T> {
    const tryOnce = onConnection(this.#access, 'read', (connection) => attemptLook(connection, look));
    return retry(this.#access, this.#scope, { kind: 'read', tryOnce });
  }

  async write<T>(write: Write<T>): Promise<Written<T>> {
    const pending = createPendingWrite(write, this.#scope);
    const tryOnce = async (scope: RequestScope) => {
      pending.scope = scope;
      return this.#settleDoubt(await this.#tryWrite(pending), pending);
    };
    try {
      return await retry(this.#access, this.#scope, { kind: 'write', tryOnce });
    } catch (error) {
      const { id, isDoubtful } = pending.operation;
      if (error instanceof DatabaseUnavailable && isDoubtful) settleLater(this.#access, this.#scope, id);
      throw error;
    }
  }

  /** A committed operation is done, and looked at again; with a sealed one the last try stands. */
  async #settleDoubt<T>(attempt: Attempt<Written<T>>, pending: PendingWrite<T>): Promise<Attempt<Written<T>>> {
    const { operation, scope, look } = pending;
    if (!needsSettling(attempt, operation)) return attempt;
    const { sealed, insertedId } = await settle(this.#access, scope, operation.id);
    pending.operation = createOperation(Date.now());
    if (sealed) return attempt;
    const lookAgain = onConnection(this.#access, 'read', (connection) => {
      connection.sendBefore(restoreInsertedIdSql(insertedId));
      return attemptLook(connection, look);
    });
    return { outcome: 'done', value: { hasChanged: true, seen: await retryUntilAnswered(scope, lookAgain) } };
  }
}

/**
 * Whether the operation is settled before anything else is done. A try that lost against another member almost certainly was
 * not committed: it runs again under the same id, and is settled only before anything else than success is told.
 */
export function needsSettling({ outcome, ...attempt }: Attempt<unknown>, { isDoubtful }: Operation): boolean {
  if (!isDoubtful || outcome === 'safe') return false;
  return outcome !== 'unknown' || !('failure' in attempt && isConflict(attempt.failure));
}
