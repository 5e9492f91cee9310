import { defineCommand } from 'citty';
import { attacks } from '../../../roles/edge/attacks/attacks.ts';
import { explainMiss } from '../../../roles/edge/attacks/known-misses.ts';
import { type AttackOutcome, sendAttacks } from '../../../roles/edge/attacks/send-attack.ts';
import { openLab } from '../../lab/open-lab.ts';
import { renderTable } from '../../messages/render-table.ts';
import { UserError } from '../../messages/user-error.ts';

export const attack = defineCommand({
  async run() {
    const { target } = await openLab();
    const [edge] = target.view.hostsOf('edge');
    if (!edge)
      throw new UserError('The profile "edge" is not on: there is no guard to try', { next: './lab add edge' });
    const { authority } = target.view.certificates;
    const outcomes = await sendAttacks(attacks, { ...target.view.at(edge, 'https'), authority });
    console.log(renderOutcomes(outcomes));
    const unjudged = outcomes.filter(({ verdict }) => verdict === 'none');
    if (unjudged.length === 0) return;
    throw new UserError(
      `${unjudged.length} of ${outcomes.length} attacks got no answer that says anything of the guard`,
      {
        next: './lab status',
      },
    );
  },
});

/** How many of each kind were blocked, then each that was not, and what came of it. */
export function renderOutcomes(outcomes: AttackOutcome[]) {
  const kinds = [...new Set(outcomes.map((each) => each.attack.kind))];
  const rows = kinds.map((kind) => [kind, ...count(outcomes.filter((each) => each.attack.kind === kind))]);
  const missed = outcomes.filter(({ verdict }) => verdict !== 'blocked');
  const misses = missed.map(({ attack, answer, verdict }) => [
    attack.kind,
    attack.name,
    answer,
    verdict === 'none' ? 'no verdict' : (explainMiss(attack) ?? 'not known'),
  ]);
  return [
    renderTable(['KIND', 'SENT', 'BLOCKED'], [...rows, ['all', ...count(outcomes)]]),
    ...(misses.length > 0 ? ['', renderTable(['NOT BLOCKED', 'WHAT', 'ANSWER', 'WHY IT DOES NO HARM'], misses)] : []),
  ].join('\n');
}

const count = (outcomes: AttackOutcome[]) => [
  String(outcomes.length),
  String(outcomes.filter(({ verdict }) => verdict === 'blocked').length),
];
