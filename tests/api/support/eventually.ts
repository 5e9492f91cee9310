import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

/**
 * Asks until the answer is the wanted one, and returns the last answer in any case. The tests' own connection
 * goes to any member of the group, so what one of them has written may reach the others a moment later.
 */
export async function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > deadline) return answer;
    await delay(PAUSE_MS);
  }
}
