import type { PanelOf } from '../../../roles/prometheus/dashboard-schema.ts';
import { type Answer, compareNames } from './series.ts';

export type Cell = string | number | undefined;

export interface TableRows {
  columns: string[];
  rows: Cell[][];
}

/** The table that Grafana makes of the queries: rows with equal labels are merged, columns ordered and renamed. */
export function makeTable({ targets, transformations, options }: PanelOf<'table'>, answers: Answer[][]): TableRows {
  const organize = transformations.find(({ id }) => id === 'organize')?.options as Organize | undefined;
  const { excludeByName = {}, indexByName = {}, renameByName = {} } = organize ?? {};
  const merged = mergeRows(answers, (index) => (targets.length === 1 ? 'Value' : `Value #${targets[index]?.refId}`));
  const found = [...new Set(merged.flatMap((row) => Object.keys(row)))].filter((name) => !excludeByName[name]);
  const placeOf = (name: string) => indexByName[name] ?? Number.MAX_SAFE_INTEGER;
  const names = found.toSorted((a, b) => placeOf(a) - placeOf(b));
  const columns = names.map((name) => renameByName[name] ?? name);
  const rows = merged.map((row) => names.map((name) => row[name]));
  const [sort] = options.sortBy ?? [];
  if (!sort) return { columns, rows };
  const at = columns.indexOf(sort.displayName);
  const compare = (a: Cell[], b: Cell[]) => compareCells(a[at], b[at]);
  return { columns, rows: rows.toSorted((a, b) => (sort.desc ? compare(b, a) : compare(a, b))) };
}

interface Organize {
  excludeByName: Record<string, boolean>;
  indexByName: Record<string, number>;
  renameByName: Record<string, string>;
}

type Row = Record<string, Cell>;

// A row with further labels than an earlier one completes it, if they agree in all that both have.
function mergeRows(answers: Answer[][], valueName: (index: number) => string): Row[] {
  const rows: Row[] = [];
  for (const [index, found] of answers.entries()) {
    const name = valueName(index);
    for (const { metric, value } of found) {
      const known = rows.find((row) => row[name] === undefined && agrees(row, metric));
      const cells = { ...metric, [name]: value && Number(value[1]) };
      if (known) Object.assign(known, cells);
      else rows.push(cells);
    }
  }
  return rows;
}

const agrees = (row: Row, metric: Row) =>
  Object.keys(metric).some((label) => label in row) &&
  Object.entries(metric).every(([label, value]) => !(label in row) || row[label] === value);

function compareCells(a: Cell, b: Cell) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareNames(String(a ?? ''), String(b ?? ''));
}
