import type { Moment } from '../../scripts/explain/moment.ts';
import { StateCell } from './state-cell.tsx';

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
                <StateCell key={other} state={seenBy(members[name], other)} />
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
