import type { Operation, Run, Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import type { FaultSpan } from './fault-spans.ts';
import { findLongestGap, measureGap } from './gaps.ts';
import { percentile, sortLatencies } from './percentile.ts';
import { findFirstWrite } from './span-times.ts';
import { giveVerdict } from './verdict.ts';

/** How soon the lab has to serve again after an outage that nothing could prevent. */
export const servingAgainMs = 60_000;

/** No request fails; where the majority was taken away, writes go through again soon after its return. */
export function judgeAvailability({ run, spans }: Evidence): Verdict {
  const failed = run.operations.filter(({ outcome }) => outcome !== 'ok');
  const servingMs = run.outageExpected ? measureReturn(spans, run) : null;
  const details = run.outageExpected ? describeReturn(servingMs) : failed.map(describeFailure);
  return giveVerdict(run.outageExpected ? 'the lab serves again after an outage' : 'no request fails', {
    figures: { ...countFailures(run.operations, failed), ...measureWaits(run.operations), servingMs },
    details: run.operations.length > 0 ? details : ['no request was sent'],
  });
}

function countFailures({ length: requests }: Operation[], failed: Operation[]) {
  const unanswered = failed.filter(({ outcome }) => outcome === 'unknown').length;
  return { requests, failed: failed.length, failedShare: requests ? failed.length / requests : null, unanswered };
}

function measureWaits(operations: Operation[]) {
  const latencies = sortLatencies(operations);
  return {
    longestWriteGapMs: measureGap(findLongestGap(operations.filter(({ wrote }) => wrote))),
    longestReadGapMs: measureGap(findLongestGap(operations.filter(({ wrote }) => !wrote))),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
  };
}

// From the first that came back after the last had gone.
function measureReturn(spans: FaultSpan[], { operations }: Run) {
  const lastMs = Math.max(...spans.map(({ beginMs }) => beginMs));
  const mends = spans.flatMap(({ mend }) => (mend && mend.atMs >= lastMs ? [mend.atMs] : []));
  return mends.length > 0 ? findFirstWrite(operations, Math.min(...mends)) : null;
}

function describeReturn(servingMs: number | null) {
  if (servingMs === null) return ['no write was acknowledged after the restart'];
  if (servingMs <= servingAgainMs) return [];
  return [`the first write after the restart took ${(servingMs / 1_000).toFixed(1)} s`];
}

function describeFailure({ kind, client, dueMs, endedMs, status }: Operation) {
  const waited = `${Math.round(endedMs - dueMs)} ms`;
  return `${kind} of client ${client}, due at ${(dueMs / 1_000).toFixed(3)} s: ${status} after ${waited}`;
}
