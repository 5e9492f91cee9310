import type { Drawing } from './drawing.ts';
import { fieldFor, lookOfValue, tones } from './looks.ts';
import { type Cell, makeTable } from './table-rows.ts';

/** A table of what is so at the end of the shown time. */
export function DataTable({ panel, data }: Drawing<'table'>) {
  const { columns, rows } = makeTable(panel, data.moments);
  if (rows.length === 0) return <p class="soft">{panel.fieldConfig.defaults.noValue ?? 'No data.'}</p>;
  const areAmounts = columns.map(
    (name, index) => !hasWords(panel, name) && rows.some((row) => typeof row[index] === 'number'),
  );
  return (
    <section class="scroll" tabindex={0} aria-label={`${panel.title}, as a table`}>
      <table>
        <thead>
          <tr>
            {columns.map((name, index) => (
              <th key={name} scope="col" class={areAmounts[index] ? 'amount' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.filter((cell) => typeof cell === 'string').join(' ')}>
              {row.map((cell, index) => (
                <td key={columns[index]} class={areAmounts[index] ? 'amount' : ''}>
                  <Content cell={cell} panel={panel} column={columns[index] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const hasWords = ({ fieldConfig }: Drawing<'table'>['panel'], column: string) =>
  fieldFor(fieldConfig, column).mappings !== undefined;

function Content({ cell, panel, column }: { cell: Cell; panel: Drawing<'table'>['panel']; column: string }) {
  if (cell === undefined) return <span class="soft">–</span>;
  const { text, tone } = lookOfValue(cell, fieldFor(panel.fieldConfig, column));
  return (
    <span class={tone}>
      {tones[tone].sign && <span aria-hidden="true">{tones[tone].sign} </span>}
      {text}
    </span>
  );
}
