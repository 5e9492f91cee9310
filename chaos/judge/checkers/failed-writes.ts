import type { Change } from '../changes.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { findFinalValue } from '../final-values.ts';
import { findPossibleChanges, readAtTheEnd } from '../possible-changes.ts';
import type { RunFacts } from '../run-facts.ts';
import type { Value } from '../subjects.ts';

/** A refused write is on no member. */
export function judgeFailedWrites({ run, changes, finals }: RunFacts): CheckResult {
  const details = [...changes].flatMap(([subject, attempts]) => {
    const members = finals.filter((final) =>
      isRefused(attempts, findFinalValue(final, { subject, initialValue: attempts[0]?.value })),
    );
    const names = members.map(({ member }) => member).join(', ');
    return names ? [`${subject}: a refused write is on ${names}`] : [];
  });
  const refused = run.requests.filter(({ wrote, outcome }) => wrote && outcome === 'fail').length;
  return checkResult('refused writes are nowhere', { figures: { refused, refusedPresent: details.length }, details });
}

function isRefused(attempts: Change[], found: Value) {
  const refused = attempts.some(({ outcome, value }) => outcome === 'fail' && value === found);
  return refused && findPossibleChanges(attempts, readAtTheEnd(found)).length === 0;
}
