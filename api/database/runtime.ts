import type { Breaker } from './breaker.ts';
import type { MemberConnection } from './connection.ts';
import { type DatabaseFailure, isConflict, keepsConnection, nameFailure } from './failures.ts';
import type { GatheredReads } from './gathered-reads.ts';
import type { GatheredWrites } from './gathered-writes.ts';
import { listMissing } from './members.ts';
import { countCause, type DatabaseCounters } from './metrics.ts';
import type { Pool } from './pool.ts';
import { merge, type Position } from './position.ts';

/** Two kinds of work; a member that cannot do one may still do the other. */
export type Kind = 'read' | 'write';

/** Where events of this folder go; pino's loggers are of this shape. */
export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What all sessions of one process share. */
export interface Runtime {
  pool: Pool;
  breakers: Record<Kind, Breaker>;
  counters: DatabaseCounters;
  log: DatabaseLog;
  gatheredReads: GatheredReads;
  gatheredWrites: GatheredWrites;
  /** Everything this process has written. */
  written: Position;
  /** Until then writes go to one member, because they ran into each other on several. */
  meetUntilMs: number;
}

/** For whom something is done, and until when. */
export interface Purpose {
  requestId: string;
  deadlineAtMs: number;
  /** What must be seen; grows with what is written. */
  seen: Position;
}

const statementPatienceMs = 2_000;
const avoidForMs = 1_000;
/** On one member writes that want the same rows wait for each other; on several, all but one of them are rolled back. */
const meetForMs = 500;

/** How long one statement may take: short at first, because a host that says nothing is left for another; longer if that did not help. */
export function patienceMs(tries: number, remainingMs: number): number {
  return Math.max(1, Math.min(statementPatienceMs * 2 ** tries, remainingMs));
}

/** Takes a connection and prepares it for one try. */
export async function takeConnection(
  runtime: Runtime,
  purpose: Purpose,
  options: { use: Kind | 'nothing'; tries: number },
): Promise<MemberConnection> {
  const connection = await runtime.pool.acquire(purpose.seen, {
    untilMs: purpose.deadlineAtMs,
    meets: options.use === 'write' && Date.now() < runtime.meetUntilMs,
  });
  const missing = options.use === 'nothing' ? [] : listMissing(connection.member, purpose.seen);
  if (missing.length > 0) runtime.counters.waits.sent += 1;
  const remainingMs = purpose.deadlineAtMs - Date.now();
  connection.begin(options.use, { missing, patienceMs: patienceMs(options.tries, remainingMs) });
  return connection;
}

/** Takes note of a failure: counted, logged with the request, and a member that is in trouble is avoided for a moment. */
export function noteFailure(
  runtime: Runtime,
  failure: DatabaseFailure & Error,
  { connection, purpose, kind }: { connection: MemberConnection; purpose: Purpose; kind: string },
): void {
  const { requestId } = purpose;
  const cause = nameFailure(failure);
  countCause(runtime.counters.retries, cause);
  if (failure.code === 'MEMBER_BEHIND') runtime.counters.waits.behind += 1;
  const troubled = failure.code === 'MEMBER_BEHIND' || !keepsConnection(failure);
  if (troubled) connection.member.avoidUntilMs = Date.now() + avoidForMs;
  if (isConflict(failure)) runtime.meetUntilMs = Date.now() + meetForMs;
  runtime.log.info(
    { requestId, kind, cause, member: connection.member.name, reason: failure.message },
    'database retry',
  );
}

/** Takes note of a commit's mark, for this request and for the connections that are opened from now on. */
export function noteWritten(runtime: Runtime, marks: Position): void {
  runtime.written = merge(runtime.written, marks);
}
