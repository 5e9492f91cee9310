import { setTimeout as sleep } from 'node:timers/promises';

/** Certification failed (3101), deadlock, lock wait timeout, error during commit, a row that another row refers to. */
const conflicts = new Set([3101, 1213, 1205, 1180, 1451]);

const maxTries = 50;
const maxPauseMs = 20;

/** Runs work again that conflicted with another write, after a moment in which the members apply that one. */
export async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === maxTries || !conflicts.has((error as { errno?: number }).errno ?? 0)) throw error;
      await sleep(Math.random() * maxPauseMs);
    }
  }
}
