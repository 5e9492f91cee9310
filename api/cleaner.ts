import type { Database } from './database/database.ts';
import type { Query, Statement } from './database/query.ts';
import { removeOldOperations } from './database/transactions/operations.ts';
import { removeOldKeys } from './idempotency/repository.ts';

const rowsAtOnce = 500;
const restMs = 10_000;
const busyRestMs = 200;
const deadlineMs = 5_000;

/** Removes what is kept for a time only: ids of operations, and Idempotency-Keys. Gives what ends it. */
export function startCleaners(database: Database): () => void {
  const ends = [
    startCleaner(database, (limit) => removeOldOperations(Date.now(), limit)),
    startCleaner(database, removeOldKeys),
  ];
  return () => ends.forEach((end) => void end());
}

/** Runs a statement now and then, and soon again while it finds much; several processes may do so at once. Gives what ends it. */
export function startCleaner(database: Database, makeStatement: (limit: number) => Statement): () => void {
  let timer = setTimeout(clean, restMs * Math.random());
  let isEnded = false;
  async function clean(): Promise<void> {
    // Whatever went wrong with one step, the next comes.
    const removed = await removeStep(database, makeStatement(rowsAtOnce)).catch(() => 0);
    const delayMs = removed >= rowsAtOnce ? busyRestMs : restMs * (0.5 + Math.random());
    if (!isEnded) timer = setTimeout(clean, delayMs);
  }
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}

async function removeStep(database: Database, { sql, values }: Statement): Promise<number> {
  let removed = 0;
  const change = async ({ change: run }: Query) => {
    removed = (await run(sql, values)).affectedRows;
  };
  await database.session({ requestId: 'cleaning', deadlineMs }).write({ change });
  return removed;
}
