import type { ClientRequest, Run } from '../history.ts';
import { groupBy } from './group-by.ts';
import { percentile, sortLatencies } from './milliseconds.ts';

/** What clients saw in one second: answers by the time of the answer, latencies by the time the request was due. */
export interface Second {
  second: number;
  ok: number;
  failed: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/** The run, second by second. */
export function countSeconds({ requests, seconds }: Pick<Run, 'requests' | 'seconds'>): Second[] {
  const ended = groupBy(requests, ({ endedMs }) => Math.floor(endedMs / 1_000));
  const due = groupBy(requests, ({ dueMs }) => Math.floor(dueMs / 1_000));
  const last = Math.max(Math.ceil(seconds) - 1, ...ended.keys());
  return Array.from({ length: last + 1 }, (_, second) => ({
    second,
    ...countAnswers(ended.get(second) ?? []),
    ...measureWaiting(due.get(second) ?? []),
  }));
}

function countAnswers(requests: ClientRequest[]) {
  const ok = requests.filter(({ outcome }) => outcome === 'ok').length;
  return { ok, failed: requests.length - ok };
}

function measureWaiting(requests: ClientRequest[]) {
  const latencies = sortLatencies(requests);
  return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), maxMs: percentile(latencies, 1) };
}
