import { createOperation } from '../commits/operations.ts';
import type { MemberConnection } from '../connections/connection.ts';
import { type GroupAccess, noteWritten, type RequestScope, takeConnection } from '../connections/group-access.ts';
import { renderStatement } from '../query.ts';
import type { Write, Written } from '../session.ts';
import { type Attempt, attemptInOnePacket, attemptInSteps, isOfStatements, type RecordedWrite } from './attempt.ts';
import { noteAttempt } from './retry.ts';

/** A write of one request on its way to COMMIT. */
export interface PendingWrite<T = unknown> extends RecordedWrite<T> {
  scope: RequestScope;
  /** How often it was tried before. */
  tries: number;
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
  return { change: rendered, look, operation: createOperation(Date.now()), scope, tries: 0 };
}

/** Tries on a connection to any member that is not in trouble. */
export function createTryTogether(access: GroupAccess): TryTogether {
  return async (writes, scope) => {
    const tries = Math.min(...writes.map((write) => write.tries));
    const connection = await takeConnection(access, scope, { kind: 'write', tries });
    const attempts = await attemptWrites(connection, writes);
    const { ownWrites, member } = connection;
    access.pool.release(connection);
    for (const [place, { scope }] of writes.entries()) {
      const { requestId } = scope;
      noteWritten(access, scope, ownWrites);
      noteAttempt(access, attempts[place] as Attempt<unknown>, { member, requestId, kind: 'write' });
    }
    return attempts;
  };
}

async function attemptWrites(connection: MemberConnection, writes: PendingWrite[]) {
  const [{ change, ...write }] = writes as [PendingWrite];
  if (typeof change === 'function') return [await attemptInSteps(connection, { ...write, change })];
  return attemptInOnePacket(connection, writes.filter(isOfStatements));
}
