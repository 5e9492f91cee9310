import { escapeHtml } from './escape-html.ts';
import type { MatrixLine } from './matrix-lines.ts';
import { reportStyle } from './style.ts';

const matrixStyle = `
main{max-width:1200px} .matrix{overflow-wrap:normal}
.matrix td{font-weight:400;white-space:normal} .matrix td.bad{font-weight:600}
@media screen and (min-width:641px){.matrix .repeated{visibility:hidden} .matrix .begins>*{border-top:2px solid var(--line)}}
@media screen and (max-width:640px){.matrix th{display:inline-block;margin-right:.5em;font-weight:600}}
`;

/** The same table as a page; on a phone every line becomes a card. */
export function renderMatrixPage(head: string[], lines: MatrixLine[], { about }: { about: string }) {
  const labels = head.map((label, index) => `<th scope="col"${index < 2 ? '' : ' class="number"'}>${label}</th>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chaos: all scenarios</title>
<style>${reportStyle}${matrixStyle}</style>
</head>
<body><main>
<h1>All scenarios</h1>
<p class="soft">Median · worst of all runs; one figure where they are the same. ${escapeHtml(about)}</p>
<table class="stacked matrix">
<thead><tr>${labels.join('')}</tr></thead>
<tbody>${lines.map((line) => renderLine(head, line)).join('\n')}</tbody>
</table>
</main></body>
</html>
`;
}

function renderLine(head: string[], { cells, valid, begins }: MatrixLine) {
  const [scenario = '', variant = '', ...figures] = cells.map(escapeHtml);
  const row = figures.map((figure, index) => {
    const mark = index === 0 ? (valid ? ' good' : ' bad') : '';
    return `<td class="number${mark}" data-label="${escapeHtml(head[index + 2] ?? '')}">${figure}</td>`;
  });
  const name = `<th scope="row"><span${begins ? '' : ' class="repeated"'}>${scenario}</span></th>`;
  return `<tr${begins ? ' class="begins"' : ''}>${name}<th>${variant}</th>${row.join('')}</tr>`;
}
