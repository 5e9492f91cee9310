import type { Run } from '../history.ts';
import type { Judgement } from '../judge/judgement.ts';
import { escapeHtml } from './html.ts';
import { drawPicture } from './picture/picture.ts';
import { reportStyle } from './style.ts';
import { renderFaults, renderMeasures, renderRepeat } from './tables.ts';
import { renderHead, renderVerdicts } from './verdict-section.ts';

/** One HTML file that needs nothing else: what was done, what was seen, and whether it was right. */
export function renderReport(run: Run, judgement: Judgement) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${run.scenario}, ${run.variant}`)}: ${judgement.valid ? 'valid' : 'not valid'}</title>
<style>${reportStyle}</style>
</head>
<body><main>
${renderHead(run, judgement)}
<section><h2>Second by second</h2>
<figure><div class="wide">${drawPicture(run, judgement, { width: 928 }).svg}</div>
<div class="narrow">${drawPicture(run, judgement, { width: 336 }).svg}</div></figure>
<p class="soft">Times count from the moment a request was due, so that one that had to wait shows. The dotted line is the
rate at which requests were due; the bands are the faults.</p></section>
${renderFaults(judgement.spans)}
${renderMeasures(run, judgement.figures)}
${renderVerdicts(judgement.verdicts)}
${renderRepeat(run)}
</main></body>
</html>
`;
}
