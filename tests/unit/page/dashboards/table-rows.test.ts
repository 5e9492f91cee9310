import test from 'ava';
import { makeTable } from '../../../../page/browser/dashboards/table-rows.ts';
import type { PanelOf } from '../../../../roles/prometheus/dashboard-schema.ts';

interface Wanted {
  refIds: string[];
  columns: [string, string][];
  hide?: string[];
  sortBy?: { displayName: string; desc: boolean };
}

const describe = ({ refIds, columns, hide = [], sortBy }: Wanted) =>
  ({
    targets: refIds.map((refId) => ({ refId })),
    transformations: [
      { id: 'merge', options: {} },
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(hide.map((name) => [name, true])),
          indexByName: Object.fromEntries(columns.map(([name], index) => [name, index])),
          renameByName: Object.fromEntries(columns),
        },
      },
    ],
    options: { ...(sortBy && { sortBy: [sortBy] }) },
  }) as unknown as PanelOf<'table'>;

const cell = (metric: Record<string, string>, value: string) => ({ metric, value: [0, value] as [number, string] });

test('queries with equal labels are one row, in the order and with the names that the panel gives', (t) => {
  const panel = describe({
    refIds: ['A', 'B'],
    columns: [
      ['instance', 'Host'],
      ['Value #B', 'Time'],
      ['Value #A', 'State'],
    ],
    sortBy: { displayName: 'Host', desc: false },
  });
  const table = makeTable(panel, [
    [cell({ instance: 'mysql-10' }, '1'), cell({ instance: 'mysql-2' }, '0')],
    [cell({ instance: 'mysql-2' }, '0.5')],
  ]);
  t.deepEqual(table, {
    columns: ['Host', 'Time', 'State'],
    rows: [
      ['mysql-2', 0.5, 0],
      ['mysql-10', undefined, 1],
    ],
  });
});

test('a query with a further label completes the row, and what is hidden is left out', (t) => {
  const panel = describe({ refIds: ['A', 'B'], columns: [['instance', 'Host']], hide: ['Value #B'] });
  const found = [[cell({ instance: 'a' }, '4')], [cell({ instance: 'a', version: '9.7' }, '1')]];
  t.deepEqual(makeTable(panel, found), { columns: ['Host', 'Value #A', 'version'], rows: [['a', 4, '9.7']] });
});

test('rows are sorted by their numbers, the largest first where the panel says so', (t) => {
  const panel = describe({
    refIds: ['A'],
    columns: [
      ['route', 'Route'],
      ['Value', 'Requests'],
    ],
    sortBy: { displayName: 'Requests', desc: true },
  });
  const { rows } = makeTable(panel, [[cell({ route: 'a' }, '9'), cell({ route: 'b' }, '10')]]);
  t.deepEqual(rows, [
    ['b', 10],
    ['a', 9],
  ]);
});

test('no answer is an empty table', (t) => {
  t.deepEqual(makeTable(describe({ refIds: ['A'], columns: [] }), [[]]), { columns: [], rows: [] });
});
