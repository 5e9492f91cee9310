import { randomBytes } from 'node:crypto';
import type { Statement } from '../query.ts';

/** One write of one request: all its tries carry the same id, so that the primary key lets one of them through at most. */
export interface Operation {
  id: string;
  /** Whether a try may have been committed without our knowing. */
  isDoubtful: boolean;
}

/** A new write, not yet tried. */
export function createOperation(nowMs: number): Operation {
  return { id: createOperationId(nowMs), isDoubtful: false };
}

/** Makes an id as hex text: the time first, so that old ones lie together in the table, then chance. */
export function createOperationId(nowMs: number): string {
  return nowMs.toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
}

/** Makes a transaction recognisable, and keeps the id of the row that it inserted. */
export function recordOperationSql(id: string): string {
  return `INSERT INTO operations (id, inserted_id) VALUES (x'${id}', LAST_INSERT_ID())`;
}

/**
 * The same right behind the statement that changes rows, and nothing where that one changed none. ROW_COUNT() is -1
 * where MySQL could not send the answer to the change; then the record has to be there, too.
 */
export function recordChangeSql(id: string): string {
  return `INSERT INTO operations (id, inserted_id) SELECT x'${id}', LAST_INSERT_ID() FROM DUAL WHERE ROW_COUNT() <> 0`;
}

/**
 * The statements that settle an operation whose COMMIT got no answer. Either the row is not there: it is written as sealed, and
 * the primary key stops the lost transaction for ever. Or it is there: the transaction was committed, and the update, which
 * comes after it in the group's order, gives a GTID to wait for. The group itself decides which of the two.
 */
export function settleOperationSql(id: string): string[] {
  return [
    `INSERT IGNORE INTO operations (id, sealed) VALUES (x'${id}', 1)`,
    `UPDATE operations SET checks = checks + 1 WHERE id = x'${id}' AND sealed = 0`,
    `SELECT sealed, inserted_id AS insertedId FROM operations WHERE id = x'${id}'`,
  ];
}

/** How an operation ended, which the last of these statements says. */
export interface SettledRow {
  /** 1 is not committed, and never will be; 0 is committed. */
  sealed: 0 | 1;
  /** The id of the row that it inserted. */
  insertedId: number;
}

/** An id is needed for as long as its commit may be in doubt: a request's deadline and a minute. */
const keepMs = 10 * 60_000;

/** Removes a small step of the ids that are no longer needed, by a range of the primary key. */
export function removeOldOperations(nowMs: number, limit: number): Statement {
  const end = (nowMs - keepMs).toString(16).padStart(12, '0').padEnd(32, '0');
  return { sql: `DELETE FROM operations WHERE id < x'${end}' ORDER BY id LIMIT ${limit}` };
}

/** Makes LAST_INSERT_ID() what it was in the transaction that was settled. */
export function restoreInsertedIdSql(insertedId: number): string {
  return `DO LAST_INSERT_ID(${insertedId})`;
}
