import { randomBytes } from 'node:crypto';

/** How an operation ended: committed by its own transaction, or sealed so that it never can be. */
export type OperationOutcome = 'committed' | 'sealed';

/** Makes an id as hex text: the time first, so that old ones lie together in the table, then chance. */
export function createOperationId(nowMs: number): string {
  return nowMs.toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
}

/** One write of one request: all its runs carry the same id, so that the primary key lets one of them through at most. */
export interface Operation {
  id: string;
  /** What the work gave in each run whose COMMIT was sent. */
  values: unknown[];
  /** Whether one of these runs may have been committed without our knowing. */
  isDoubtful: boolean;
}

/** A new write, not yet run. */
export function createOperation(nowMs: number): Operation {
  return { id: createOperationId(nowMs), values: [], isDoubtful: false };
}

/** The statement that makes a run recognisable; it belongs into its transaction. */
export function recordOperationSql(id: string, run: number): string {
  return `INSERT INTO operations (id, run) VALUES (x'${id}', ${run})`;
}

/**
 * The same where the whole transaction is one packet: it comes after the statement that changes rows, and is nothing where
 * that one changed nothing. The id of the row that an INSERT made is kept with it; after another statement it says nothing.
 * ROW_COUNT() is -1 where the answer to a change could not be sent; then nobody knows, and the record has to be there.
 */
export function recordChangeSql(id: string): string {
  return `INSERT INTO operations (id, inserted_id) SELECT x'${id}', LAST_INSERT_ID() FROM DUAL WHERE ROW_COUNT() <> 0`;
}

/**
 * The statements that settle an operation whose COMMIT got no answer. Either the row is not there: then it is written as sealed, and
 * the primary key stops the lost transaction for ever, wherever it still lingers. Or it is there: then the transaction was committed, and
 * the update, which comes after it in the group's order, gives a GTID to wait for. The group itself decides which of the two.
 */
export function settleOperationSql(id: string): string[] {
  return [
    `INSERT IGNORE INTO operations (id, sealed) VALUES (x'${id}', 1)`,
    `UPDATE operations SET checks = checks + 1 WHERE id = x'${id}' AND sealed = 0`,
    `SELECT sealed, run, inserted_id AS insertedId FROM operations WHERE id = x'${id}'`,
  ];
}

/** The statement that removes a small step of what is older, by ranges of the primary key. */
export function removeOldOperationsSql(olderThanMs: number, limit: number): string {
  const end = olderThanMs.toString(16).padStart(12, '0').padEnd(32, '0');
  return `DELETE FROM operations WHERE id < x'${end}' ORDER BY id LIMIT ${limit}`;
}

/** The statement that removes a small step of the answers kept for clients' own keys. */
export function removeOldIdempotentRequestsSql(olderThanHours: number, limit: number): string {
  return `DELETE FROM idempotent_requests WHERE created_at < NOW(3) - INTERVAL ${olderThanHours} HOUR ORDER BY created_at LIMIT ${limit}`;
}
