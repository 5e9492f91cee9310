import { roundMs } from './round.ts';

/** The smallest value that this share of all values does not exceed; nothing where there are no values. */
export function percentile(ascending: number[], share: number): number | null {
  const index = Math.max(0, Math.ceil(ascending.length * share) - 1);
  return ascending[index] ?? null;
}

/** How long each of these had to wait since it was due, ascending. */
export function sortLatencies(operations: { dueMs: number; endedMs: number }[]) {
  return operations.map(({ dueMs, endedMs }) => roundMs(endedMs - dueMs)).sort((a, b) => a - b);
}
