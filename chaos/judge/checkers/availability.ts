import type { ClientRequest, Run } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import type { FaultSpan } from '../fault-spans.ts';
import { findFirstWrite } from '../fault-times.ts';
import { findLongestGap, measureGap } from '../gaps.ts';
import { percentile, sortLatencies } from '../milliseconds.ts';
import type { RunFacts } from '../run-facts.ts';

// The lab must serve again this soon after an expected outage.
const servingAgainMs = 60_000;

/** No request fails; if the fault takes the majority away, writes succeed again soon after its return. */
export function judgeAvailability({ run, spans }: RunFacts): CheckResult {
  const failed = run.requests.filter(({ outcome }) => outcome !== 'ok');
  const servingMs = run.outageExpected ? measureReturn(spans, run) : null;
  const details = run.outageExpected ? describeReturn(servingMs) : failed.map(describeFailure);
  return checkResult(run.outageExpected ? 'the lab serves again after an outage' : 'no request fails', {
    figures: { ...countFailures(run.requests, failed), ...measureWaits(run.requests), servingMs },
    details: run.requests.length > 0 ? details : ['no request was sent'],
  });
}

function countFailures({ length: requests }: ClientRequest[], failed: ClientRequest[]) {
  const unanswered = failed.filter(({ outcome }) => outcome === 'unknown').length;
  return { requests, failed: failed.length, failedShare: requests ? failed.length / requests : null, unanswered };
}

function measureWaits(requests: ClientRequest[]) {
  const latencies = sortLatencies(requests);
  return {
    longestWriteGapMs: measureGap(findLongestGap(requests.filter(({ wrote }) => wrote))),
    longestReadGapMs: measureGap(findLongestGap(requests.filter(({ wrote }) => !wrote))),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
  };
}

// From the first mending after the last fault.
function measureReturn(spans: FaultSpan[], { requests }: Run) {
  const lastMs = Math.max(...spans.map(({ beginMs }) => beginMs));
  const mends = spans.flatMap(({ mend }) => (mend && mend.atMs >= lastMs ? [mend.atMs] : []));
  return mends.length > 0 ? findFirstWrite(requests, Math.min(...mends)) : null;
}

function describeReturn(servingMs: number | null) {
  if (servingMs === null) return ['no write was acknowledged after the restart'];
  if (servingMs <= servingAgainMs) return [];
  return [`the first write after the restart took ${(servingMs / 1_000).toFixed(1)} s`];
}

function describeFailure({ route, client, dueMs, endedMs, status }: ClientRequest) {
  const waited = `${Math.round(endedMs - dueMs)} ms`;
  return `${route} of client ${client}, due at ${(dueMs / 1_000).toFixed(3)} s: ${status} after ${waited}`;
}
