import type { Moment } from '../../scripts/explain/moment.ts';
import { lookOf } from './words.ts';

/** Which member sees which: where they disagree, rows differ. */
export function Sight({ moment: { members } }: { moment: Moment }) {
  const names = Object.keys(members);
  return (
    <section class="card" aria-label="Which member sees which">
      <h2>Which member sees which</h2>
      <table class="sight">
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">{name} sees</th>
              {names.map((other) => (
                <Cell key={other} state={seenBy(members[name], other)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

// A member that answers nothing says nothing of the others.
function seenBy(member: Moment['members'][string] | undefined, other: string) {
  if (!member?.answers) return undefined;
  return member.view[other] ?? 'GONE';
}

function Cell({ state }: { state: string | undefined }) {
  if (state === undefined) return <td class="soft">no answer</td>;
  const { tone, sign, word } = lookOf(state);
  return (
    <td class={tone}>
      <span aria-hidden="true">{sign}</span> {word}
    </td>
  );
}
