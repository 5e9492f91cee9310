import type { Run } from '../history.ts';
import type { Judgement } from '../judge/judgement.ts';
import { renderMatrixMarkdown } from './matrix-markdown.ts';
import { renderMatrixPage } from './matrix-page.ts';
import { type MatrixColumn, matrixColumns } from './measures.ts';
import { summarize } from './summarize.ts';

/** One run of a matrix, as far as its table shows it. */
export interface MatrixRow {
  scenario: string;
  variant: string;
  valid: boolean;
  figures: Judgement['figures'];
  /** Nobody has a majority for a while: requests may fail then, in any lab. */
  outageExpected?: boolean;
}

/** What a matrix needs of a run. */
export function toMatrixRow(
  { scenario, variant, outageExpected }: Pick<Run, 'scenario' | 'variant' | 'outageExpected'>,
  { valid, figures }: Judgement,
): MatrixRow {
  return { scenario, variant, valid, figures, ...(outageExpected && { outageExpected }) };
}

const outageWords =
  'In an outage no member has a majority, and requests may fail; valid is what loses nothing and serves again. ';

/** All scenarios in one table, the variants of each side by side; as Markdown for README and as a page. */
export function renderMatrix(rows: MatrixRow[], words = '') {
  const lines = groupRows(rows).map(renderLine);
  const about = rows.some(({ outageExpected }) => outageExpected) ? outageWords + words : words;
  const head = ['Scenario', 'Lab', 'Valid runs', ...matrixColumns.map(({ label }) => label)];
  return { markdown: renderMatrixMarkdown(head, lines, { about }), html: renderMatrixPage(head, lines, { about }) };
}

/** The cells of one scenario with one variant. */
export interface MatrixLine {
  cells: string[];
  valid: boolean;
  /** Whether a new scenario begins here. */
  begins: boolean;
}

// Scenarios in the order they came, and in each the variants in theirs.
function groupRows(rows: MatrixRow[]) {
  const names = [...new Set(rows.map(({ scenario }) => scenario))];
  const variants = [...new Set(rows.map(({ variant }) => variant))];
  return names
    .flatMap((name) => variants.map((each) => rows.filter((row) => row.scenario === name && row.variant === each)))
    .filter((group) => group.length > 0);
}

function renderLine(group: MatrixRow[], index: number, groups: MatrixRow[][]): MatrixLine {
  const [{ scenario, variant, outageExpected }] = group as [MatrixRow];
  const valid = group.filter((row) => row.valid).length;
  const cells = matrixColumns.map((column) => renderCell(column, group));
  return {
    cells: [outageExpected ? `${scenario} (outage)` : scenario, variant, `${valid} of ${group.length}`, ...cells],
    valid: valid === group.length,
    begins: groups[index - 1]?.[0]?.scenario !== scenario,
  };
}

function renderCell({ key, format }: MatrixColumn, group: MatrixRow[]) {
  const { median, worst } = summarize(group.map(({ figures }) => figures[key]));
  return format(median) === format(worst) ? format(worst) : `${format(median)} · ${format(worst)}`;
}
