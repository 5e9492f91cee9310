import type { Run } from '../history.ts';
import type { Verdict } from '../judge/judge.ts';
import { escapeHtml } from './escape-html.ts';
import { drawPicture } from './picture/picture.ts';
import { renderChecks, renderFaults, renderHead, renderMeasures, renderRepeat } from './sections.ts';
import { reportStyle } from './style.ts';

/** One HTML file without any other: the faults, what was measured, and the verdict. */
export function renderReport(run: Run, verdict: Verdict) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${run.scenario}, ${run.variant}`)}: ${verdict.valid ? 'valid' : 'not valid'}</title>
<style>${reportStyle}</style>
</head>
<body><main>
${renderHead(run, verdict)}
<section><h2>Second by second</h2>
<figure><div class="wide">${drawPicture(run, verdict, { width: 928 }).svg}</div>
<div class="narrow">${drawPicture(run, verdict, { width: 336 }).svg}</div></figure>
<p class="soft">Times count from the moment a request was due, so that one that had to wait shows. The dotted line is the
rate at which requests were due; the bands are the faults.</p></section>
${renderFaults(verdict.spans)}
${renderMeasures(run, verdict.figures)}
${renderChecks(verdict.checks)}
${renderRepeat(run)}
</main></body>
</html>
`;
}
