import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks one question at a time. An answer that comes late is not thrown away: until it is there each call says what is
 * said of a silence, and the next call has it. So one that is slow is asked less often, and not ever anew.
 */
export function createPatientQuestion<T>(ask: () => Promise<T>, { withinMs, silence }: Patience<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return async () => {
    pending ??= ask();
    const end = new AbortController();
    const late = sleep(withinMs, undefined, { signal: end.signal }).catch(() => undefined);
    const answer = await Promise.race([pending.then((value) => ({ value })), late]).finally(() => end.abort());
    if (!answer) return silence;
    pending = undefined;
    return answer.value;
  };
}

export interface Patience<T> {
  withinMs: number;
  /** What is said while there is no answer. */
  silence: T;
}
