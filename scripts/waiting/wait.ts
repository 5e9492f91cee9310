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

/** Asks again and again until the answer is neither undefined nor false, or the deadline has passed. */
export async function waitFor<T>(ask: () => Promise<T> | T, options: WaitOptions): Promise<NonNullable<T>> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > deadline) throw inVain(options);
    await sleep(options.intervalMs ?? 100, undefined, { signal: options.signal });
  }
}

function inVain({ what, timeoutMs, next }: WaitOptions) {
  const missing = typeof what === 'string' ? what : what();
  return new UserError(`Waited ${Math.round(timeoutMs / 100) / 10} s in vain for ${missing}`, { next });
}
