import type { Run } from '../history.ts';
import type { Verdict } from '../judge/judge.ts';
import { chooseColumns, type MatrixColumn } from './measures.ts';

/** What the table shows of one run. */
export interface MatrixRow {
  scenario: string;
  variant: string;
  valid: boolean;
  figures: Verdict['figures'];
  /** No member has a majority for a while: requests may fail then, in any lab. */
  outageExpected?: boolean;
}

/** The row of a run. */
export function toMatrixRow(
  { scenario, variant, outageExpected }: Pick<Run, 'scenario' | 'variant' | 'outageExpected'>,
  { valid, figures }: Verdict,
): MatrixRow {
  return { scenario, variant, valid, figures, ...(outageExpected && { outageExpected }) };
}

/** The cells of one scenario with one variant. */
export interface MatrixLine {
  cells: string[];
  valid: boolean;
  /** Whether a new scenario begins here. */
  begins: boolean;
}

/** The lines of the table: scenarios in the order of their runs, the variants of each side by side. */
export function makeMatrixLines(rows: MatrixRow[]): MatrixLine[] {
  const columns = chooseColumns(rows);
  return groupRows(rows).map((group, index, groups) => {
    const begins = groups[index - 1]?.[0]?.scenario !== group[0]?.scenario;
    return { ...makeLine(group, columns), begins };
  });
}

function groupRows(rows: MatrixRow[]) {
  const names = [...new Set(rows.map(({ scenario }) => scenario))];
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  return names
    .flatMap((name) => variants.map((each) => rows.filter((row) => row.scenario === name && row.variant === each)))
    .filter((group) => group.length > 0);
}

function makeLine(group: MatrixRow[], columns: MatrixColumn[]): Omit<MatrixLine, 'begins'> {
  const [{ scenario, variant, outageExpected }] = group as [MatrixRow];
  const valid = group.filter((row) => row.valid).length;
  const cells = columns.map((column) => renderCell(column, group));
  return {
    cells: [outageExpected ? `${scenario} (outage)` : scenario, variant, `${valid} of ${group.length}`, ...cells],
    valid: valid === group.length,
  };
}

function renderCell({ key, format }: MatrixColumn, group: MatrixRow[]) {
  const { median, worst } = summarize(group.map(({ figures }) => figures[key]));
  return format(median) === format(worst) ? format(worst) : `${format(median)} · ${format(worst)}`;
}

/** The median and the worst of a figure over several runs; null if no run measured it. */
export function summarize(values: (number | null | undefined)[]): { median: number | null; worst: number | null } {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const middle = known.length / 2;
  const below = known[Math.ceil(middle) - 1];
  const above = known[Math.floor(middle)];
  if (below === undefined || above === undefined) return { median: null, worst: null };
  return { median: (below + above) / 2, worst: known.at(-1) ?? null };
}
