import type { Change } from '../changes.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { type FinalValues, findFinalValue } from '../final-values.ts';
import { findPossibleChanges, readAtTheEnd } from '../possible-changes.ts';
import type { RunFacts } from '../run-facts.ts';
import type { Value } from '../subjects.ts';

/** Every acknowledged write is on every member, exactly once. */
export function judgeAcknowledgedWrites({ run, changes, finals }: RunFacts): CheckResult {
  const lost = [...changes].flatMap(([subject, attempts]) => {
    const members = finals.filter((final) =>
      isLost(attempts, findFinalValue(final, { subject, initialValue: attempts[0]?.value })),
    );
    return members.length > 0 ? [`${subject}: an acknowledged write is not on ${nameMembers(members)}`] : [];
  });
  const double = [...changes.keys()].flatMap((subject) => {
    const members = finals.filter(({ counts }) => (counts.get(subject) ?? 0) > 1);
    return members.length > 0 ? [`${subject} is there more than once on ${nameMembers(members)}`] : [];
  });
  const acknowledged = run.requests.filter(({ wrote, outcome }) => wrote && outcome === 'ok').length;
  return checkResult('acknowledged writes are on every member, once', {
    figures: { acknowledged, lost: lost.length, double: double.length },
    details: [...lost, ...double],
  });
}

function isLost(attempts: Change[], value: Value) {
  const acknowledged = attempts.slice(1).some(({ outcome }) => outcome === 'ok');
  return acknowledged && findPossibleChanges(attempts, readAtTheEnd(value)).length === 0;
}

function nameMembers(members: FinalValues[]) {
  return members.map(({ member }) => member).join(', ');
}
