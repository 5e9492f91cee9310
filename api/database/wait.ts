import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from './unavailable.ts';

/** Waits before a try, unless the deadline would pass meanwhile. */
export async function waitMs(delayMs: number, deadlineAtMs: number): Promise<void> {
  if (Date.now() + delayMs >= deadlineAtMs) throw new DatabaseUnavailable('deadline');
  await sleep(delayMs);
}
