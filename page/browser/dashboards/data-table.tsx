import type { Drawing } from './drawing.ts';
import { fieldFor, lookOfValue, tones } from './looks.ts';
import { type Cell, makeTable } from './table-rows.ts';

/** A table of what is so at the end of the shown time. */
export function DataTable({ panel, data }: Drawing<'table'>) {
  const { columns, rows } = makeTable(panel, data.moments);
  if (rows.length === 0) return <p class="soft">{panel.fieldConfig.defaults.noValue ?? 'No data.'}</p>;
  const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === 'number'));
  return (
    <section class="scroll" tabindex={0} aria-label={`${panel.title}, as a table`}>
      <table>
        <thead>
          <tr>
            {columns.map((name, index) => (
              <th key={name} scope="col" class={isNumber[index] && !hasWords(panel, name) ? 'amount' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.filter((cell) => typeof cell === 'string').join(' ')}>
              {row.map((cell, index) => (
                <TableCell key={columns[index]} cell={cell} panel={panel} column={columns[index] ?? ''} />
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

function TableCell({ cell, panel, column }: { cell: Cell; panel: Drawing<'table'>['panel']; column: string }) {
  if (cell === undefined) return <td class="soft">–</td>;
  const { text, tone } = lookOfValue(cell, fieldFor(panel.fieldConfig, column));
  const isNumber = typeof cell === 'number' && !hasWords(panel, column);
  return (
    <td class={`${tone} ${isNumber ? 'amount' : ''}`}>
      {tones[tone].sign && <span aria-hidden="true">{tones[tone].sign} </span>}
      {text}
    </td>
  );
}
