/** By what caused it, how often something happened. */
type Causes = Record<string, number>;

/** What was counted since the database was opened. */
export type DatabaseCounters = ReturnType<typeof createCounters>;

/** Counters at nothing. */
export function createCounters() {
  return {
    retries: {} as Causes,
    unknownCommits: { committed: 0, sealed: 0, unsettled: 0 },
    waits: { sent: 0, behind: 0 },
    lostConnections: {} as Causes,
    refused: {} as Causes,
    /** Writes that may be committed together, and the transactions in which they were. */
    writeBatches: { writes: 0, batches: 0 },
  };
}

/** Adds one to a cause. */
export function countCause(causes: Causes, cause: string): void {
  causes[cause] = (causes[cause] ?? 0) + 1;
}
