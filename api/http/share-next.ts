import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs some work one run at a time, with a rest after each. Calls that come meanwhile share the next run, so that every run
 * begins after it was called for.
 */
export function shareNext(work: () => Promise<void>, { restMs }: { restMs: number }): () => Promise<void> {
  let rested: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const run = () => {
    next = undefined;
    return work();
  };
  const rest = () => sleep(restMs);
  return () => {
    if (next) return next;
    next = rested.then(run);
    rested = next.then(rest, rest);
    return next;
  };
}
