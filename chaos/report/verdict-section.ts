import type { Run, Verdict } from '../history.ts';
import type { Judgement } from '../judge/judgement.ts';
import { escapeHtml } from './html.ts';
import { isWrong, keyMeasures, type Measure } from './measures.ts';
import { formatCount } from './numbers.ts';

/** The verdict in one sentence, and the figures behind it. */
export function renderHead(run: Run, { valid, verdicts, figures }: Judgement) {
  const broken = verdicts.filter((verdict) => !verdict.valid).length;
  const sentence = valid
    ? `All ${verdicts.length} checks passed.`
    : `${broken} of ${verdicts.length} checks did not pass.`;
  const when = `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const load = `${formatCount(run.operations.length)} requests in ${Math.round(run.seconds)} s`;
  return `<header>
<p class="soft">Chaos run · ${escapeHtml(when)}</p>
<h1>${escapeHtml(run.scenario)} <span class="variant">${escapeHtml(run.variant)}</span></h1>
<p class="verdict ${valid ? 'good' : 'bad'}"><strong>${valid ? '✓ Valid' : '✗ Not valid'}</strong> ${sentence}
<span class="soft">${load}, ${formatCount(run.ratePerSecond)} due every second</span></p>
<dl class="tiles">${keyMeasures.map((measure) => renderTile(measure, figures[measure.key], run)).join('')}</dl>
</header>`;
}

function renderTile(measure: Measure, value: number | null | undefined, run: Run) {
  const { label, format } = measure;
  const mark = isWrong(measure, value, run) ? ' class="bad"' : '';
  return `<div${mark}><dt>${escapeHtml(label)}</dt><dd>${format(value)}</dd></div>`;
}

/** Every check, and what it found; what did not pass comes first. */
export function renderVerdicts(verdicts: Verdict[]) {
  const inOrder = verdicts.toSorted((a, b) => Number(a.valid) - Number(b.valid));
  return `<section><h2>Checks</h2><ul class="checks">${inOrder.map(renderVerdict).join('\n')}</ul></section>`;
}

function renderVerdict({ checker, valid, details }: Verdict) {
  const found = details.map((detail) => `<li>${escapeHtml(detail)}</li>`).join('');
  const [mark, name] = valid ? ['✓', 'good'] : ['✗', 'bad'];
  const list = found && `<ul class="details">${found}</ul>`;
  return `<li><span class="${name}" aria-label="${valid ? 'passed' : 'not passed'}">${mark}</span> ${escapeHtml(checker)}${list}</li>`;
}
