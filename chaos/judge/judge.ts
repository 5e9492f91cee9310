import type { Run } from '../history.ts';
import { judgeAcknowledgedWrites } from './acknowledged-writes.ts';
import { judgeAvailability } from './availability.ts';
import { judgeCompletion } from './completion.ts';
import { judgeCounters } from './counters.ts';
import { collectEvidence } from './evidence.ts';
import { judgeFailedWrites } from './failed-writes.ts';
import { findSlowest, measureSpans } from './fault-times.ts';
import type { Judgement } from './judgement.ts';
import { judgeMembers } from './members.ts';
import { judgeMemory } from './memory.ts';
import { judgeMonotonicReads } from './monotonic-reads.ts';
import { judgeOwnWrites } from './own-writes.ts';
import { judgeReturns } from './returns.ts';
import { countSeconds } from './seconds.ts';
import { judgeUnknownWrites } from './unknown-writes.ts';

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
  judgeCompletion,
];

/** Holds a run against the promise; the worst verdict wins. */
export function judge(run: Run): Judgement {
  const evidence = collectEvidence(run);
  const verdicts = checkers.map((check) => check(evidence));
  const spans = measureSpans(evidence.spans, run);
  return {
    valid: verdicts.every(({ valid }) => valid),
    verdicts,
    figures: Object.assign(findSlowest(spans), ...verdicts.map(({ figures }) => figures)),
    spans,
    seconds: countSeconds(run),
  };
}
