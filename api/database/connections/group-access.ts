import { patience } from '../../patience.ts';
import { listMissing } from '../causality/members.ts';
import { merge, type Position } from '../causality/position.ts';
import { RequestOver } from '../failures/unavailable.ts';
import type { MemberConnection } from './connection.ts';
import type { Pool } from './pool.ts';
import type { Reporting, WorkKind } from './reporting.ts';

/** What all sessions of one process share to reach the group. */
export interface GroupAccess extends Reporting {
  pool: Pool;
  /** Marks of everything that this process has written. */
  written: Position;
}

/** For which request something is done, until when, and what it has seen. */
export interface RequestScope {
  requestId: string;
  deadlineAtMs: number;
  /** How often it was tried before. */
  tries: number;
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
  return { requestId, deadlineAtMs, tries: 0, marks: { seen } };
}

const statementPatienceMs = 2_000 * patience;

/** Takes a connection and prepares it for one try. A silent member is left sooner in the first tries than in later ones. */
export async function takeConnection(
  { pool, counters }: GroupAccess,
  { deadlineAtMs, tries, marks: { seen }, isOver }: RequestScope,
  kind: WorkKind,
): Promise<MemberConnection> {
  const connection = await pool.acquire(seen, deadlineAtMs);
  if (kind === 'read' && isOver?.()) {
    pool.release(connection);
    throw new RequestOver('The client left before its request was begun.');
  }
  const missing = listMissing(connection.member, seen);
  if (missing.length > 0) counters.waits.sent += 1;
  const patienceMs = Math.max(1, Math.min(statementPatienceMs * 2 ** tries, deadlineAtMs - Date.now()));
  connection.begin(patienceMs, missing);
  return connection;
}

/** Takes note of a commit's marks, for its request and for the connections that are opened from now on. */
export function noteWritten(access: GroupAccess, { marks }: RequestScope, written: Position): void {
  if (written.length === 0) return;
  access.written = merge(access.written, written);
  marks.written = merge(marks.written ?? [], written);
  marks.seen = merge(marks.seen, written);
}
