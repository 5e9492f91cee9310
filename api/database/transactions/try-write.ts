import type { MemberConnection } from '../connections/connection.ts';
import { type GroupAccess, noteWritten, type RequestScope, takeConnection } from '../connections/group-access.ts';
import { renderStatement } from '../query.ts';
import type { Write, Written } from '../session.ts';
import { type Attempt, attemptInOnePacket, attemptInSteps, type RecordedWrite } from './attempt.ts';
import { createOperation } from './operations.ts';
import { noteAttempt } from './retry.ts';

/** A write of one request on its way to COMMIT. */
export interface PendingWrite<T = unknown> extends RecordedWrite<T> {
  scope: RequestScope;
}

/** Tries a write once. */
export type TryWrite = <T>(write: PendingWrite<T>) => Promise<Attempt<Written<T>>>;

/** Tries writes once, in one transaction: all are committed, or none. The scope says until when, and what it must see. */
export type TryTogether = (writes: PendingWrite[], scope: RequestScope) => Promise<Attempt<Written<unknown>>[]>;

/** Makes a write ready to be tried. */
export function createPendingWrite<T>(
  { change, look = async () => undefined as T }: Write<T>,
  scope: RequestScope,
): PendingWrite<T> {
  const rendered = typeof change === 'function' ? change : change.map(renderStatement);
  return { change: rendered, look, operation: createOperation(Date.now()), scope };
}

/** Tries on a connection to any member that is not in trouble. */
export function createTryTogether(access: GroupAccess): TryTogether {
  return async (writes, scope) => {
    const connection = await takeConnection(access, scope, 'write');
    const attempts = await attemptWrites(connection, writes);
    const { ownWrites, member } = connection;
    access.pool.release(connection);
    for (const [place, { scope }] of writes.entries()) {
      noteWritten(access, scope, ownWrites);
      noteAttempt(access, attempts[place] as Attempt<unknown>, { member, requestId: scope.requestId, kind: 'write' });
    }
    return attempts;
  };
}

async function attemptWrites(connection: MemberConnection, writes: PendingWrite[]) {
  const [{ change, ...write }] = writes as [PendingWrite];
  if (typeof change === 'function') return [await attemptInSteps(connection, { ...write, change })];
  return attemptInOnePacket(connection, writes as RecordedWrite<unknown, string[]>[]);
}
