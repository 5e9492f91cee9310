import type { Moment } from '../../scripts/explain/moment.ts';
import { listCopyRows } from './cache-flows.ts';
import { StateCell } from './state-cell.tsx';

/** How the API processes have the newest articles, where the lab has the profile cache. */
export function Copies({ moment: { cache } }: { moment: Moment }) {
  if (!cache) return null;
  const rows = listCopyRows(cache);
  const webs = Object.keys(cache.webs);
  return (
    <section class="card" aria-label="Copies of articles">
      <h2>Copies of articles</h2>
      <p class="soft about-copies">
        A copy is shared by all readers of an API process, for 0.8 s at most. A write makes it invalid: the process is
        told by Valkey.
      </p>
      {rows.length === 0 ? (
        <p>No article was read within the last second.</p>
      ) : (
        <table class="sight copies">
          <thead>
            <tr>
              <td />
              {webs.map((web) => (
                <th key={web} scope="col">
                  {web}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ slug, states }) => (
              <tr key={slug}>
                <th scope="row">{slug}</th>
                {states.map(([web, state]) => (
                  <StateCell key={web} state={state} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
