import type { Verdict } from '../history.ts';
import type { Change } from './changes.ts';
import type { Evidence } from './evidence.ts';
import { explain, lookAtTheEnd } from './explain.ts';
import { findFinalValue } from './final-values.ts';
import type { Value } from './subjects.ts';
import { giveVerdict } from './verdict.ts';

/** What was refused is nowhere. */
export function judgeFailedWrites({ run, changes, finals }: Evidence): Verdict {
  const details = [...changes].flatMap(([subject, tries]) => {
    const members = finals.filter((final) =>
      isRefused(tries, findFinalValue(final, { subject, beginning: tries[0]?.value })),
    );
    const names = members.map(({ member }) => member).join(', ');
    return names ? [`${subject}: a refused write is on ${names}`] : [];
  });
  const refused = run.operations.filter(({ wrote, outcome }) => wrote && outcome === 'fail').length;
  return giveVerdict('refused writes are nowhere', { figures: { refused, refusedPresent: details.length }, details });
}

function isRefused(tries: Change[], found: Value) {
  const refused = tries.some(({ outcome, value }) => outcome === 'fail' && value === found);
  return refused && explain(tries, lookAtTheEnd(found)).length === 0;
}
