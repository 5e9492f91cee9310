import type { MatrixLine } from './matrix.ts';

/** The table as Markdown, with what its figures mean and where they are from. */
export function renderMatrixMarkdown(head: string[], lines: MatrixLine[], { about }: { about: string }) {
  const rule = head.map((_, index) => (index < 2 ? '---' : '---:'));
  const rows = [head, rule, ...lines.map(markCells)].map((cells) => `| ${cells.join(' | ')} |`);
  const legend = ['Median · worst of all runs; one figure where they are the same.', about].join(' ').trim();
  return `${rows.join('\n')}\n\n${legend}\n`;
}

// A scenario is named once, and what is not valid stands out.
function markCells({ cells, valid, begins }: MatrixLine) {
  const [scenario = '', variant = '', verdict = '', ...figures] = cells.map((cell) => cell.replaceAll('|', '\\|'));
  return [begins ? scenario : '', variant, valid ? verdict : `**${verdict}**`, ...figures];
}
