import type { Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { explain, lookAtTheEnd } from './explain.ts';
import { findFinalValue } from './final-values.ts';
import { giveVerdict } from './verdict.ts';

/** Where more than one outcome is right, all members have the same. */
export function judgeUnknownWrites({ run, changes, finals }: Evidence): Verdict {
  const details = [...changes].flatMap(([subject, tries]) => {
    const values = finals.map((final) => findFinalValue(final, { subject, beginning: tries[0]?.value }));
    const right = values.every((value) => explain(tries, lookAtTheEnd(value)).length > 0);
    if (!right || new Set(values).size < 2) return [];
    return [`${subject}: ${finals.map(({ member }, index) => `${values[index]} on ${member}`).join(', ')}`];
  });
  const unknown = run.operations.filter(({ wrote, outcome }) => wrote && outcome === 'unknown').length;
  return giveVerdict('unanswered writes are on all members or on none', {
    figures: { unanswered: unknown, partial: details.length },
    details,
  });
}
