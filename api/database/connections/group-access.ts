import { listMissing } from '../causality/members.ts';
import { merge, type Position } from '../causality/position.ts';
import { type DatabaseFailure, keepsConnection, nameFailure } from '../failures/failures.ts';
import { RequestOver } from '../failures/unavailable.ts';
import type { Breaker } from './breaker.ts';
import type { MemberConnection } from './connection.ts';
import { countCause, type DatabaseCounters } from './metrics.ts';
import type { Pool } from './pool.ts';

/** Two kinds of work; a member that cannot do one may still do the other. */
export type WorkKind = 'read' | 'write';

/** Where events of this folder go; pino's loggers are of this shape. */
export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What all sessions of one process share to reach the group. */
export interface GroupAccess {
  pool: Pool;
  breakers: Record<WorkKind, Breaker>;
  counters: DatabaseCounters;
  log: DatabaseLog;
  /** Marks of everything that this process has written. */
  written: Position;
}

/** For which request something is done, until when, and what it has seen. */
export interface RequestScope {
  requestId: string;
  deadlineAtMs: number;
  /** Shared by copies of the scope that only have another deadline. */
  marks: {
    /** What a read must see; grows with what is written. */
    seen: Position;
    written?: Position;
  };
  /** Whether the answer is not wanted any more: what only reads is then not begun. */
  isOver?: (() => boolean) | undefined;
}

/** A scope in which nothing was written. */
export function createScope(requestId: string, deadlineAtMs: number, seen: Position = []): RequestScope {
  return { requestId, deadlineAtMs, marks: { seen } };
}

const statementPatienceMs = 2_000;
const avoidForMs = 1_000;

interface TakeOptions {
  kind: WorkKind | 'other';
  tries: number;
}

/** Takes a connection and prepares it for one try. A silent member is left sooner in the first tries than in later ones. */
export async function takeConnection(
  access: GroupAccess,
  { deadlineAtMs, marks: { seen }, isOver }: RequestScope,
  { kind, tries }: TakeOptions,
): Promise<MemberConnection> {
  const connection = await access.pool.acquire(seen, deadlineAtMs);
  if (kind === 'read' && isOver?.()) {
    access.pool.release(connection);
    throw new RequestOver('The client left before its request was begun.');
  }
  const missing = kind === 'other' ? [] : listMissing(connection.member, seen);
  if (missing.length > 0) access.counters.waits.sent += 1;
  const patienceMs = Math.max(1, Math.min(statementPatienceMs * 2 ** tries, deadlineAtMs - Date.now()));
  connection.begin({ missing, patienceMs });
  return connection;
}

/** Takes note of a failure: counts and logs it, and avoids a member that is in trouble for a moment. */
export function noteFailure(
  access: GroupAccess,
  failure: DatabaseFailure,
  { member, requestId, kind }: Pick<MemberConnection, 'member'> & { requestId: string; kind: string },
): void {
  const cause = nameFailure(failure);
  const isBehind = 'code' in failure && failure.code === 'MEMBER_BEHIND';
  countCause(access.counters.retries, cause);
  if (isBehind) access.counters.waits.behind += 1;
  if (isBehind || !keepsConnection(failure)) member.avoidUntilMs = Date.now() + avoidForMs;
  access.log.info({ requestId, kind, cause, member: member.name, reason: failure.message }, 'database retry');
}

/** Takes note of a commit's marks, for its request and for the connections that are opened from now on. */
export function noteWritten(access: GroupAccess, { marks }: RequestScope, written: Position): void {
  if (written.length === 0) return;
  access.written = merge(access.written, written);
  marks.written = merge(marks.written ?? [], written);
  marks.seen = merge(marks.seen, written);
}
