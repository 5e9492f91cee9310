import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from './take-in.ts';

/** A member that lags has the event's own transaction in a moment; what waits for another event may wait for long. */
const firstPauseMs = 5;
const longestPauseMs = 100;
/** Early events take the places of others: after this time one goes to the end of its queue. */
const mostWaitMs = 5_000;

export interface WaitForTurnOptions {
  signal: AbortSignal;
  /** Publishes the event once more; resolves as RabbitMQ has confirmed it. */
  sendLater(): Promise<unknown>;
  waitMs?: number;
}

/**
 * Tries an event until it is its turn. Between two tries it holds nothing: the earlier event of its key, which it waits for, may
 * have come to the same consumer.
 */
export async function waitForTurn(
  tryOnce: () => Promise<Outcome>,
  { signal, sendLater, waitMs = mostWaitMs }: WaitForTurnOptions,
): Promise<Outcome> {
  const untilMs = performance.now() + waitMs;
  for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const outcome = await tryOnce();
    if (outcome !== 'early') return outcome;
    if (performance.now() >= untilMs && (await isSent(sendLater))) return outcome;
    await sleep(Math.min(pauseMs, waitMs));
  }
  return 'given back';
}

// Without a confirm the event stays here and goes on waiting.
const isSent = (send: () => Promise<unknown>) =>
  send().then(
    () => true,
    () => false,
  );
