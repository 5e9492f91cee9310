/** Runs some work one at a time. Who asks while it runs shares the next run with all others who do: each run begins after it was asked for. */
export function shareNext(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const run = () => {
    next = undefined;
    return work();
  };
  return () => {
    next ??= last = last.then(run, run);
    return next;
  };
}
