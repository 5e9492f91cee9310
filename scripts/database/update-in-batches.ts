import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

interface BatchedUpdate {
  table: string;
  /** A column of whole numbers with an index. */
  key: string;
  set: string;
  where: string;
}

const rowsPerBatch = 250;
const lastKey = 2 ** 32 - 1;

/** Updates the rows of a table in ranges of its key, each range in a transaction of its own. */
export async function updateInBatches(knex: Knex, { table, key, set, where }: BatchedUpdate): Promise<void> {
  const next = `SELECT ${key} AS id FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT 1 OFFSET ${rowsPerBatch - 1}`;
  // Without the checks certification compares the rows alone: with them, each row also counts as a
  // change of its parents, and collides with every new row of the same parents.
  const update = `UPDATE /*+ SET_VAR(foreign_key_checks = OFF) */ ${table} SET ${set}
    WHERE (${where}) AND ${key} > ? AND ${key} <= ?`;
  for (let from = -1; from < lastKey; ) {
    const [[boundary]] = await knex.raw(next, [from]);
    const to: number = boundary?.id ?? lastKey;
    await retryConflicts(() => knex.raw(update, [from, to]));
    from = to;
  }
}

/**
 * Certification, deadlock, lock wait, and a deadlock that COMMIT meets: another client changed the same rows. An update
 * that was done all the same finds nothing to do the second time.
 */
const conflicts = [3101, 1213, 1205, 1180];
const patienceMs = 60_000;

async function retryConflicts(work: () => PromiseLike<unknown>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadline || !conflicts.includes((error as { errno?: number }).errno ?? 0)) throw error;
      await sleep(Math.random() * 100);
    }
  }
}
