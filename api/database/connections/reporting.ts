import type { Breaker } from './breaker.ts';

/** Two kinds of work; a member that cannot do one may still do the other. */
export type WorkKind = 'read' | 'write';

/** Where events of this folder go; pino's loggers are of this shape. */
export interface DatabaseLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** By what caused it, how often something happened. */
type Causes = Record<string, number>;

/** What was counted since the database was opened. */
export type DatabaseCounters = ReturnType<typeof createCounters>;

/** Where it is noted how the work goes. */
export interface Reporting {
  breakers: Record<WorkKind, Breaker>;
  counters: DatabaseCounters;
  log: DatabaseLog;
}

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
