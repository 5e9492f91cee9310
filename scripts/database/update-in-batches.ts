import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

interface BatchedUpdate {
  table: string;
  /** A column of whole numbers with an index. */
  key: string;
  set: string;
  where: string;
}

const rowsPerBatch = 1_000;
const lastKey = 2 ** 32 - 1;

/** Updates the rows of a table in ranges of its key, each range in a transaction of its own. */
export async function updateInBatches(knex: Knex, { table, key, set, where }: BatchedUpdate): Promise<void> {
  const next = `SELECT ${key} AS id FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT 1 OFFSET ${rowsPerBatch - 1}`;
  const update = `UPDATE ${table} SET ${set} WHERE (${where}) AND ${key} > ? AND ${key} <= ?`;
  for (let from = -1; from < lastKey; ) {
    const [[boundary]] = await knex.raw(next, [from]);
    const to: number = boundary?.id ?? lastKey;
    await retryConflicts(() => knex.raw(update, [from, to]));
    from = to;
  }
}

/** Certification, deadlock, lock wait: another client changed the same rows, and nothing was done. */
const conflicts = [3101, 1213, 1205];
const mostTries = 20;

async function retryConflicts(work: () => PromiseLike<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === mostTries || !conflicts.includes((error as { errno?: number }).errno ?? 0)) throw error;
      await sleep(Math.random() * 20 * attempt);
    }
  }
}
