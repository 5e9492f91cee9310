import type { Run } from '../history.ts';
import type { CheckResult } from './check-result.ts';
import { judgeAcknowledgedWrites } from './checkers/acknowledged-writes.ts';
import { judgeAvailability } from './checkers/availability.ts';
import { judgeCompletion } from './checkers/completion.ts';
import { judgeCopies } from './checkers/copies.ts';
import { judgeCounters } from './checkers/counters.ts';
import { judgeEvents } from './checkers/events.ts';
import { judgeFailedWrites } from './checkers/failed-writes.ts';
import { judgeLocks } from './checkers/locks.ts';
import { judgeMembers } from './checkers/members.ts';
import { judgeMemory } from './checkers/memory.ts';
import { judgeMonotonicReads } from './checkers/monotonic-reads.ts';
import { judgeOwnWrites } from './checkers/own-writes.ts';
import { judgeReturns } from './checkers/returns.ts';
import { judgeUnknownWrites } from './checkers/unknown-writes.ts';
import { findSlowest, type MeasuredSpan, measureSpans } from './fault-times.ts';
import { collectRunFacts } from './run-facts.ts';
import { countSeconds, type Second } from './seconds.ts';

/** The verdict on a run, with everything that a report shows. */
export interface Verdict {
  /** Valid only if every check is. */
  valid: boolean;
  checks: CheckResult[];
  /** The figures of all checks, and the slowest of the faults' times. */
  figures: CheckResult['figures'];
  spans: MeasuredSpan[];
  seconds: Second[];
}

// A new checker is a file in checkers/ and a line here. One that has nothing to judge gives no result.
const checkers = [
  judgeAvailability,
  judgeAcknowledgedWrites,
  judgeFailedWrites,
  judgeUnknownWrites,
  judgeOwnWrites,
  judgeMonotonicReads,
  judgeCounters,
  judgeMembers,
  judgeReturns,
  judgeMemory,
  judgeEvents,
  judgeLocks,
  judgeCopies,
  judgeCompletion,
];

/** Judges a run: it is valid if every checker says so. */
export function judge(run: Run): Verdict {
  const facts = collectRunFacts(run);
  const checks = checkers.flatMap((judgePart) => judgePart(facts) ?? []);
  const spans = measureSpans(facts.spans, run);
  return {
    valid: checks.every(({ valid }) => valid),
    checks,
    figures: Object.assign(findSlowest(spans), ...checks.map(({ figures }) => figures)),
    spans,
    seconds: countSeconds(run),
  };
}
