import { type CheckResult, checkResult } from '../check-result.ts';
import { findFinalValue } from '../final-values.ts';
import { findPossibleChanges, readAtTheEnd } from '../possible-changes.ts';
import type { RunFacts } from '../run-facts.ts';

/** An unanswered write is on all members or on none. */
export function judgeUnknownWrites({ run, changes, finals }: RunFacts): CheckResult {
  const details = [...changes].flatMap(([subject, attempts]) => {
    const values = finals.map((final) => findFinalValue(final, { subject, initialValue: attempts[0]?.value }));
    const right = values.every((value) => findPossibleChanges(attempts, readAtTheEnd(value)).length > 0);
    if (!right || new Set(values).size < 2) return [];
    return [`${subject}: ${finals.map(({ member }, index) => `${values[index]} on ${member}`).join(', ')}`];
  });
  const unknown = run.requests.filter(({ wrote, outcome }) => wrote && outcome === 'unknown').length;
  return checkResult('unanswered writes are on all members or on none', {
    figures: { unanswered: unknown, partial: details.length },
    details,
  });
}
