import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../messages/user-error.ts';

export interface WaitOptions {
  /** What is waited for, as the end of "waited 5 s in vain for …". */
  what: string | (() => string);
  timeoutMs: number;
  intervalMs?: number;
  signal?: AbortSignal;
  /** What to do when it does not come. */
  next?: string;
}

// What is slow to answer is kept slow by one who asks without a pause: the rest is as long as the answer took.
const longestRestMs = 1_000;

/** Asks again and again until the answer is neither undefined nor false, or the deadline has passed. */
export async function waitFor<T>(ask: () => Promise<T> | T, options: WaitOptions): Promise<NonNullable<T>> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const startedMs = performance.now();
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw inVain(options);
    const tookMs = performance.now() - startedMs;
    const restMs = Math.max(options.intervalMs ?? 100, Math.min(tookMs, longestRestMs));
    await sleep(restMs, undefined, { signal: options.signal });
  }
}

function inVain({ what, timeoutMs, next }: WaitOptions) {
  const missing = typeof what === 'string' ? what : what();
  return new UserError(`Waited ${Math.round(timeoutMs / 100) / 10} s in vain for ${missing}`, { next });
}
