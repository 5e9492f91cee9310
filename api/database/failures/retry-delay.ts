import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable } from './unavailable.ts';

const firstCeilingMs = 20;
const lastCeilingMs = 500;

/** Full jitter: anything between nothing and a ceiling that doubles with every try, so that callers do not come back together. */
export function nextDelayMs(tries: number, random: () => number = Math.random): number {
  const ceilingMs = Math.min(lastCeilingMs, firstCeilingMs * 2 ** tries);
  return Math.floor(random() * ceilingMs);
}

/** Waits before the next try, unless the deadline would pass meanwhile. */
export async function waitForNextTry(tries: number, deadlineAtMs: number): Promise<void> {
  const delayMs = nextDelayMs(tries);
  if (Date.now() + delayMs >= deadlineAtMs) throw new DatabaseUnavailable('deadline');
  await sleep(delayMs);
}
