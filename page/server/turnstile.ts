/** Lets only so many run at once; others wait, and are refused where too many wait. */
export function createTurnstile({ maxAtOnce, maxWaiting }: { maxAtOnce: number; maxWaiting: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running >= maxAtOnce) {
      if (waiting.length >= maxWaiting) throw new Error('too many queries wait');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await run();
    } finally {
      // The next one takes over this one's turn.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
