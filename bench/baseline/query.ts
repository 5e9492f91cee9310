import type { Pool } from 'mysql2/promise';
import { retryConflicts } from '../retry-conflicts.ts';

export type Row = Record<string, unknown>;

/** Sends statements; each that writes is a transaction of its own. */
export function query<Result = Row[]>(pool: Pool, sql: string, values: unknown[] = []): Promise<Result> {
  return retryConflicts(async () => {
    const [rows] = await pool.query(sql, values);
    return rows as Result;
  });
}

/** Sends statements as one transaction, in one packet. */
export function transact<Result>(pool: Pool, sql: string, values: unknown[]): Promise<Result> {
  return retryConflicts(async () => {
    const connection = await pool.getConnection();
    try {
      const [results] = await connection.query(`START TRANSACTION; ${sql}; COMMIT`, values);
      return (results as unknown[]).slice(1, -1) as Result;
    } catch (error) {
      await connection.query('ROLLBACK');
      throw error;
    } finally {
      connection.release();
    }
  });
}
