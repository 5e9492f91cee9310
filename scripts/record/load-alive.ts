import type { LoadLine } from './lines.ts';

// A load tells its counts every second or two; one that was ended with its process tells nothing more.
export const silentAfterMs = 15_000;

/** Whether a load runs at this moment, by the last line of a load before it. */
export const isLoadAlive = (last: LoadLine | undefined, atMs: number) =>
  last?.edge === 'begin' && atMs - last.atMs < silentAfterMs;
