import { type MatrixLine, type MatrixRow, makeMatrixLines } from './matrix-lines.ts';
import { renderMatrixPage } from './matrix-page.ts';
import { chooseColumns } from './measures.ts';

const outageWords =
  'In an outage no member has a majority, and requests may fail; valid is what loses nothing and serves again. ';

/** All scenarios in one table, as Markdown and as a page. */
export function renderMatrix(rows: MatrixRow[], words = '') {
  const lines = makeMatrixLines(rows);
  const about = rows.some(({ outageExpected }) => outageExpected) ? outageWords + words : words;
  const head = ['Scenario', 'Lab', 'Valid runs', ...chooseColumns(rows).map(({ label }) => label)];
  return { markdown: renderMatrixMarkdown(head, lines, { about }), html: renderMatrixPage(head, lines, { about }) };
}

// With what the figures mean and where they are from.
function renderMatrixMarkdown(head: string[], lines: MatrixLine[], { about }: { about: string }) {
  const rule = head.map((_, index) => (index < 2 ? '---' : '---:'));
  const rows = [head, rule, ...lines.map(markCells)].map((cells) => `| ${cells.join(' | ')} |`);
  const legend = ['Median · worst of all runs; one figure where they are the same.', about].join(' ').trim();
  return `${rows.join('\n')}\n\n${legend}\n`;
}

// Names a scenario once, and marks what is not valid.
function markCells({ cells, valid, begins }: MatrixLine) {
  const [scenario = '', variant = '', verdict = '', ...figures] = cells.map((cell) => cell.replaceAll('|', '\\|'));
  return [begins ? scenario : '', variant, valid ? verdict : `**${verdict}**`, ...figures];
}
