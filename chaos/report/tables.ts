import type { Run, Verdict } from '../history.ts';
import type { MeasuredSpan } from '../judge/fault-times.ts';
import { escapeHtml } from './html.ts';
import { faultMeasures, isWrong, type Measure, measureGroups } from './measures.ts';
import { formatMoment } from './numbers.ts';

/** All figures that this run has, in two tables. */
export function renderMeasures(run: Run, figures: Verdict['figures']) {
  const tables = measureGroups.map(({ title, measures }) => {
    const rows = measures
      .filter(({ key }) => figures[key] !== undefined && figures[key] !== null)
      .map((measure) => renderMeasure(measure, figures[measure.key], run));
    return `<section><h2>${title}</h2><table><tbody>${rows.join('\n')}</tbody></table></section>`;
  });
  return `<div class="columns">${tables.join('\n')}</div>`;
}

function renderMeasure(measure: Measure, value: number | null | undefined, run: Run) {
  const { label, note, format } = measure;
  const mark = isWrong(measure, value, run) ? ' bad' : '';
  const more = note ? ` <small>${escapeHtml(note)}</small>` : '';
  return `<tr><th scope="row">${escapeHtml(label)}${more}</th><td class="number${mark}">${format(value)}</td></tr>`;
}

/** Each fault, numbered as in the picture, with the times that followed. */
export function renderFaults(spans: MeasuredSpan[]) {
  if (spans.length === 0) return '';
  const head = faultMeasures.map(({ label }) => `<th scope="col" class="number">${label}</th>`).join('');
  return `<section><h2>Faults</h2><table class="stacked">
<thead><tr><th scope="col">Fault</th>${head}</tr></thead>
<tbody>${spans.map(renderFault).join('\n')}</tbody></table>
<p class="soft">The last two count from what mended the fault, the others from its beginning. Members and HAProxy are
looked at five times a second. “–” was not seen.</p></section>`;
}

function renderFault({ what, beginMs, mend, times }: MeasuredSpan, index: number) {
  const end = mend ? `, ${mend.what} at ${formatMoment(mend.atMs)}` : ', not mended';
  const cells = faultMeasures.map(({ key, label, format }) => {
    return `<td class="number" data-label="${label}">${format(times[key as keyof typeof times])}</td>`;
  });
  const name = `<span class="marker">${index + 1}</span> ${escapeHtml(what)} <small>at ${formatMoment(beginMs)}${escapeHtml(end)}</small>`;
  return `<tr><th scope="row">${name}</th>${cells.join('')}</tr>`;
}

/** How to have this run again, and what it ran on. */
export function renderRepeat({ command, machine, versions, startedAt }: Run) {
  const rows = [['Machine', machine], ...Object.entries(versions), ['Began', startedAt]];
  const repeat = command ? `<pre><code>${escapeHtml(command)}</code></pre>` : '';
  const cells = rows.map(([name = '', value = '']) => {
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`;
  });
  return `<section><h2>Repeat it</h2>${repeat}<table><tbody>${cells.join('\n')}</tbody></table></section>`;
}
