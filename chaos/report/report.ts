import { buildRunFile } from '../../page/server/page-file.ts';
import type { RecordedLab } from '../../page/server/recorded-lab.ts';
import type { Run } from '../history.ts';
import type { Verdict } from '../judge/judge.ts';
import { escapeHtml } from './escape-html.ts';
import { drawPicture } from './picture/picture.ts';
import { renderChecks, renderFaults, renderHead, renderMeasures, renderRepeat } from './sections.ts';
import { reportStyle } from './style.ts';

/** One HTML file without any other: the verdict, the run as the lab's page shows it, and what was measured. */
export async function renderReport(run: Run, verdict: Verdict, record: RecordedLab): Promise<string> {
  const title = `${escapeHtml(`${run.scenario}, ${run.variant}`)}: ${verdict.valid ? 'valid' : 'not valid'}`;
  return await buildRunFile(record, { title, frame: (page) => renderFrame(run, verdict, page) });
}

// The page and the report have styles of their own: those of the report stay in their shadow tree.
function renderFrame(run: Run, verdict: Verdict, page: string) {
  return `<div id="report"><template shadowrootmode="open">
<style>${reportStyle}</style>
<main>${renderHead(run, verdict)}</main>
<slot></slot>
<main>
<section><h2>Second by second, as the clients saw it</h2>
<figure><div class="wide">${drawPicture(run, verdict, { width: 928 }).svg}</div>
<div class="narrow">${drawPicture(run, verdict, { width: 336 }).svg}</div></figure>
<p class="soft">Times count from the moment a request was due, so that one that had to wait shows. The dotted line is the
rate at which requests were due; the bands are the faults.</p></section>
${renderFaults(verdict.spans)}
${renderMeasures(run, verdict.figures)}
${renderChecks(verdict.checks)}
${renderRepeat(run)}
</main></template>${page}</div>`;
}
