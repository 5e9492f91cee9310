import type { Verdict } from '../history.ts';
import type { Change } from './changes.ts';
import type { Evidence } from './evidence.ts';
import { explain, lookAtTheEnd } from './explain.ts';
import { type FinalValues, findFinalValue } from './final-values.ts';
import type { Value } from './subjects.ts';
import { giveVerdict } from './verdict.ts';

/** Every acknowledged write is on every member, exactly once. */
export function judgeAcknowledgedWrites({ run, changes, finals }: Evidence): Verdict {
  const lost = [...changes].flatMap(([subject, tries]) => {
    const members = finals.filter((final) =>
      isLost(tries, findFinalValue(final, { subject, beginning: tries[0]?.value })),
    );
    return members.length > 0 ? [`${subject}: an acknowledged write is not on ${nameMembers(members)}`] : [];
  });
  const double = [...changes.keys()].flatMap((subject) => {
    const members = finals.filter(({ counts }) => (counts.get(subject) ?? 0) > 1);
    return members.length > 0 ? [`${subject} is there more than once on ${nameMembers(members)}`] : [];
  });
  const acknowledged = run.operations.filter(({ wrote, outcome }) => wrote && outcome === 'ok').length;
  return giveVerdict('acknowledged writes are on every member, once', {
    figures: { acknowledged, lost: lost.length, double: double.length },
    details: [...lost, ...double],
  });
}

function isLost(tries: Change[], value: Value) {
  const acknowledged = tries.slice(1).some(({ outcome }) => outcome === 'ok');
  return acknowledged && explain(tries, lookAtTheEnd(value)).length === 0;
}

function nameMembers(members: FinalValues[]) {
  return members.map(({ member }) => member).join(', ');
}
