/** The smallest value that at least this share of all values does not exceed; null without values. */
export function percentile(ascending: number[], share: number): number | null {
  const index = Math.max(0, Math.ceil(ascending.length * share) - 1);
  return ascending[index] ?? null;
}

/** The latency of each request since it was due, ascending. */
export function sortLatencies(requests: { dueMs: number; endedMs: number }[]) {
  return requests.map(({ dueMs, endedMs }) => roundMs(endedMs - dueMs)).sort((a, b) => a - b);
}

/** Rounds to a tenth of a millisecond. */
export function roundMs(ms: number) {
  return Math.round(ms * 10) / 10;
}
