import type { Operation, Run } from '../history.ts';
import { groupBy } from './group-by.ts';
import { percentile, sortLatencies } from './percentile.ts';

/** What clients saw in one second: answers by when they came, waiting times by when the requests were due. */
export interface Second {
  second: number;
  ok: number;
  failed: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/** The run, second by second. */
export function countSeconds({ operations, seconds }: Pick<Run, 'operations' | 'seconds'>): Second[] {
  const ended = groupBy(operations, ({ endedMs }) => Math.floor(endedMs / 1_000));
  const due = groupBy(operations, ({ dueMs }) => Math.floor(dueMs / 1_000));
  const last = Math.max(Math.ceil(seconds) - 1, ...ended.keys());
  return Array.from({ length: last + 1 }, (_, second) => ({
    second,
    ...countAnswers(ended.get(second) ?? []),
    ...measureWaiting(due.get(second) ?? []),
  }));
}

function countAnswers(operations: Operation[]) {
  const ok = operations.filter(({ outcome }) => outcome === 'ok').length;
  return { ok, failed: operations.length - ok };
}

function measureWaiting(operations: Operation[]) {
  const latencies = sortLatencies(operations);
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), maxMs: percentile(latencies, 1) };
}
