import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'mysql2/promise';

type Row = Record<string, unknown>;

/** Rolled back by the group, a deadlock, a lock that was waited for in vain, a row that somebody has just referred to. */
const conflicts = new Set([3101, 1213, 1205, 1180, 1451]);

/** Sends statements; each that writes is a transaction of its own. */
export function query<Result = Row[]>(pool: Pool, sql: string, values: unknown[] = []): Promise<Result> {
  return insist(async () => {
    const [rows] = await pool.query(sql, values);
    return rows as Result;
  });
}

/** Sends statements as one transaction, in one packet. */
export function transact<Result>(pool: Pool, sql: string, values: unknown[]): Promise<Result> {
  return insist(async () => {
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

const triesAtMost = 50;
const pauseMs = 20;

/** What ran into a write of somebody else is done again, as the group expects of everybody, once members had a moment to apply it. */
export async function insist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === triesAtMost || !conflicts.has((error as { errno?: number }).errno ?? 0)) throw error;
      await setTimeout(Math.random() * pauseMs);
    }
  }
}
