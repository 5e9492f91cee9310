/** What was counted since the database was opened; names in a Record are causes. */
export interface DatabaseCounters {
  retries: Record<string, number>;
  unknownCommits: { committed: number; sealed: number; unsettled: number };
  waits: { sent: number; behind: number };
  connections: { opened: number; failed: number; retired: number; lost: Record<string, number> };
  refused: Record<string, number>;
  /** Writes that may be committed together, and the transactions in which they were. */
  writeBatches: { writes: number; batches: number };
  operationsRemoved: number;
}

/** How things stand now, beside what was counted. */
export interface DatabaseMetrics extends DatabaseCounters {
  writeBatches: DatabaseCounters['writeBatches'] & { waiting: number };
  pool: { open: number; idle: number; connecting: number; waiting: number; byMember: Record<string, number> };
  breaker: { read: 'closed' | 'open'; write: 'closed' | 'open' };
}

/** Counters at nothing. */
export function createCounters(): DatabaseCounters {
  return {
    retries: {},
    unknownCommits: { committed: 0, sealed: 0, unsettled: 0 },
    waits: { sent: 0, behind: 0 },
    connections: { opened: 0, failed: 0, retired: 0, lost: {} },
    refused: {},
    writeBatches: { writes: 0, batches: 0 },
    operationsRemoved: 0,
  };
}

/** Adds one to a cause. */
export function countCause(causes: Record<string, number>, cause: string): void {
  causes[cause] = (causes[cause] ?? 0) + 1;
}
