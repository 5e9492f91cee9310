import type { ClientRequest, Run } from '../history.ts';
import { judgeAvailability } from '../judge/checkers/availability.ts';
import { judgeMonotonicReads } from '../judge/checkers/monotonic-reads.ts';
import { judgeOwnWrites } from '../judge/checkers/own-writes.ts';
import { judge, type Verdict } from '../judge/judge.ts';
import { collectRunFacts } from '../judge/run-facts.ts';

// What can be judged without the members' tables.
const checkers = [judgeAvailability, judgeOwnWrites, judgeMonotonicReads];

/** The figures of a load that is under way. */
export function judgeSoFar(run: Run): Record<string, number | null> {
  const facts = collectRunFacts({ ...run, requests: [...run.requests] });
  return Object.assign({}, ...checkers.map((judgePart) => judgePart(facts).figures));
}

/** The full judgement of a load that has ended. */
export function judgeLoad(run: Run) {
  const verdict = judge(run);
  return { figures: verdict.figures, verdict: { valid: verdict.valid, problems: listProblems(verdict) } };
}

function listProblems({ checks }: Verdict) {
  return checks.flatMap(({ valid, checker, details }) => (valid ? [] : [`not so: ${checker} (${details[0]})`]));
}

/** A run of nothing but requests, in which no fault was planned. */
export function createRun({
  requests,
  users,
  ratePerSecond,
}: Pick<Run, 'users' | 'ratePerSecond'> & { requests: ClientRequest[] }): Run {
  const startedAt = new Date().toISOString();
  const empty = { faults: [], samples: [], finals: [], machine: '', versions: {} };
  return { ...empty, scenario: 'load', variant: 'live', startedAt, seconds: 0, ratePerSecond, users, requests };
}
