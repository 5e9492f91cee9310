import type { LockHistory } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { judgeAcquisitions } from '../locks/judge-acquisitions.ts';
import { percentile, roundMs } from '../milliseconds.ts';
import type { RunFacts } from '../run-facts.ts';

/** A lock has one holder at a time, and none writes after its follower; undefined where the lab has no profile locks. */
export function judgeLocks({ run: { locks } }: RunFacts): CheckResult | undefined {
  if (!locks) return undefined;
  const details = Object.values(judgeAcquisitions(locks)).flat();
  return checkResult('a lock has one holder, and none writes after its follower', {
    figures: {
      lockGrants: listGrants(locks).length,
      lockWrites: locks.writes.filter(({ outcome }) => outcome === 'ok').length,
      lockViolations: details.length,
      lateWritesRefused: locks.writes.filter(({ outcome }) => outcome === 'fail').length,
      ...measureGrants(locks),
    },
    details,
  });
}

const listGrants = ({ acquisitions }: LockHistory) => acquisitions.filter(({ outcome }) => outcome === 'granted');

/** How long a grant takes, and the longest time in which no client was granted any lock. */
function measureGrants(locks: LockHistory) {
  const grants = listGrants(locks).toSorted((a, b) => a.endedMs - b.endedMs);
  const waits = grants.map(({ sentMs, endedMs }) => roundMs(endedMs - sentMs)).sort((a, b) => a - b);
  const gaps = grants.slice(1).map(({ endedMs }, index) => endedMs - (grants[index]?.endedMs ?? endedMs));
  return {
    grantP50Ms: percentile(waits, 0.5),
    longestGrantGapMs: gaps.length > 0 ? roundMs(Math.max(...gaps)) : null,
  };
}
