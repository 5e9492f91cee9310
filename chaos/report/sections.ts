import type { Run } from '../history.ts';
import type { CheckResult } from '../judge/check-result.ts';
import type { MeasuredSpan } from '../judge/fault-times.ts';
import type { Verdict } from '../judge/judge.ts';
import { escapeHtml } from './escape-html.ts';
import { chooseKeyMeasures, faultMeasures, isWrong, type Measure, measureGroups } from './measures.ts';
import { formatCount, formatMoment } from './numbers.ts';

/** All figures of this run, in two tables. */
export function renderMeasures(run: Run, figures: CheckResult['figures']) {
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

/** Each fault, numbered as in the picture, with its times. */
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

/** The command that repeats this run, and what it ran on. */
export function renderRepeat({ command, machine, versions, startedAt }: Run) {
  const rows = [['Machine', machine], ...Object.entries(versions), ['Began', startedAt]];
  const repeat = command ? `<pre><code>${escapeHtml(command)}</code></pre>` : '';
  const cells = rows.map(([name = '', value = '']) => {
    return `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`;
  });
  return `<section><h2>Repeat it</h2>${repeat}<table><tbody>${cells.join('\n')}</tbody></table></section>`;
}

/** The verdict in one sentence, and the most important figures. */
export function renderHead(run: Run, { valid, checks, figures }: Verdict) {
  const broken = checks.filter((check) => !check.valid).length;
  const sentence = valid ? `All ${checks.length} checks passed.` : `${broken} of ${checks.length} checks did not pass.`;
  const when = `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const load = `${formatCount(run.requests.length)} requests in ${Math.round(run.seconds)} s`;
  return `<header>
<p class="soft">Chaos run · ${escapeHtml(when)}</p>
<h1>${escapeHtml(run.scenario)} <span class="variant">${escapeHtml(run.variant)}</span></h1>
<p class="verdict ${valid ? 'good' : 'bad'}"><strong>${valid ? '✓ Valid' : '✗ Not valid'}</strong> ${sentence}
<span class="soft">${load}, ${formatCount(run.ratePerSecond)} due every second</span></p>
<dl class="tiles">${chooseKeyMeasures(figures)
    .map((measure) => renderTile(measure, figures[measure.key], run))
    .join('')}</dl>
</header>`;
}

function renderTile(measure: Measure, value: number | null | undefined, run: Run) {
  const { label, format } = measure;
  const mark = isWrong(measure, value, run) ? ' class="bad"' : '';
  return `<div${mark}><dt>${escapeHtml(label)}</dt><dd>${format(value)}</dd></div>`;
}

/** Every check and what it found; failed checks first. */
export function renderChecks(checks: CheckResult[]) {
  const inOrder = checks.toSorted((a, b) => Number(a.valid) - Number(b.valid));
  return `<section><h2>Checks</h2><ul class="checks">${inOrder.map(renderCheck).join('\n')}</ul></section>`;
}

function renderCheck({ checker, valid, details }: CheckResult) {
  const found = details.map((detail) => `<li>${escapeHtml(detail)}</li>`).join('');
  const [mark, name] = valid ? ['✓', 'good'] : ['✗', 'bad'];
  const list = found && `<ul class="details">${found}</ul>`;
  return `<li><span class="${name}" aria-label="${valid ? 'passed' : 'not passed'}">${mark}</span> ${escapeHtml(checker)}${list}</li>`;
}
