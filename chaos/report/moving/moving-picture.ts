import type { RecordedLab } from '../../../page/server/recorded-lab.ts';
import { explain } from '../../../scripts/explain/explainer.ts';
import { describeLab } from '../../../scripts/explain/headline.ts';
import { holdSilences } from '../../../scripts/explain/hold-silences.ts';
import { isMoment } from '../../../scripts/explain/moment.ts';
import type { Run } from '../../history.ts';
import type { Verdict } from '../../judge/judge.ts';
import { escapeHtml } from '../escape-html.ts';
import { darkColours, lightColours } from '../palette.ts';
import { chartWidth, drawAnswers } from './answers.ts';
import { drawCounters } from './counters.ts';
import { Film, type Part } from './film.ts';
import { drawHosts } from './hosts.ts';
import { drawMoments, findBeginning, margin, type Scene, width } from './scene.ts';

const height = 676;
const beforeMs = 2_500;
const afterMs = 3_000;
const stillAfterMs = 3_000;

/** A run as a picture that moves by itself, in one file without scripts and without any other file. */
export function renderMovingPicture(run: Run, verdict: Verdict, record: RecordedLab): string {
  const scene = openScene(run, verdict, record);
  const { film } = scene;
  const title = escapeHtml(
    `The scenario ${run.scenario}, ${run.variant}, under ${run.ratePerSecond} requests a second`,
  );
  const parts = [drawSentence(scene), drawHosts(scene), drawCounters(scene), drawAnswers(scene), drawStory(scene)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${title}</title>
<style>svg{${lightColours}}@media (prefers-color-scheme:dark){svg{${darkColours}}}
${style}
${film.move('cover', chartWidth)}
${film.renderRules()}</style>
<rect class="ground" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10"/>
<text class="soft" x="${margin}" y="30">${title}</text>
<text class="soft end" x="${width - margin}" y="30">${describeDay(run, film)}</text>
${parts.join('\n')}
</svg>
`;
}

function openScene(run: Run, verdict: Verdict, record: RecordedLab): Scene {
  const beganMs = findBeginning(record, run);
  const firstMs = run.faults[0]?.atMs ?? 0;
  const fromMs = Math.max(0, Math.floor((firstMs - beforeMs) / 1_000) * 1_000);
  const overMs = Math.max(0, ...explain(record.entries).map(({ endedMs = beganMs }) => endedMs - beganMs));
  const endMs = Math.min(run.seconds * 1_000, overMs > 0 ? overMs + afterMs : Number.POSITIVE_INFINITY);
  const toMs = Math.max(fromMs + 1_000, endMs);
  const film = new Film({ lengthMs: toMs - fromMs, stillMs: firstMs - fromMs + stillAfterMs });
  const timeOf = (atMs: number) => atMs - beganMs - fromMs;
  const shown = record.entries.filter(isMoment).filter(({ atMs }) => timeOf(atMs) <= toMs - fromMs);
  // What was so when the film begins is shown from its first moment.
  const first = shown.findLastIndex(({ atMs }) => timeOf(atMs) <= 0);
  return { ...record, run, verdict, film, fromMs, toMs, timeOf, moments: shown.slice(Math.max(0, first)) };
}

function describeDay({ startedAt }: Run, { speed }: Film) {
  const pace = speed > 1.05 ? `, shown ${speed.toFixed(1)} times as fast` : '';
  return escapeHtml(`a real run of ${startedAt.slice(0, 10)}${pace}`);
}

const signs = { good: '●', warn: '◐', bad: '✕' };

function drawSentence(scene: Scene) {
  const stories = explain(scene.entries);
  const draw = drawMoments(scene, (moment, index) => {
    const moments = scene.moments.slice(0, index);
    const { tone, text } = describeLab(holdSilences({ moment, moments, stories }), scene.lab);
    const lines = wrap(`${text}.`, 70).slice(0, 2);
    const rows = lines.map((line, index) => `<tspan x="${margin + 28}" dy="${index * 24}">${escapeHtml(line)}</tspan>`);
    return `<text class="sign ${tone}" x="${margin}" y="64">${signs[tone]}</text><text class="sentence" y="64">${rows.join('')}</text>`;
  });
  return scene.film.show(draw);
}

const storyTop = 500;
const lineHeight = 20;
const mostLines = 8;

// The sentences so far, the newest at the end.
function drawStory({ entries, film, timeOf, verdict, fromMs, toMs }: Scene) {
  const sentences = explain(entries)
    .flatMap((story) => story.sentences)
    .sort((a, b) => a.atMs - b.atMs);
  const parts: Part[] = sentences.map(({ atMs }, index) => {
    const shown = sentences.slice(Math.max(0, index + 1 - mostLines), index + 1);
    return { atMs: timeOf(atMs), svg: shown.map(({ text, tone }, line) => drawLine(text, line, tone)).join('') };
  });
  const { valid, checks } = verdict;
  const found = valid ? `● All ${checks.length} checks passed.` : '✕ Not all checks passed.';
  const end = drawLine(found, mostLines, valid ? 'good strong' : 'bad strong');
  return (
    film.show([{ atMs: 0, svg: '' }, ...parts]) +
    film.show([
      { atMs: 0, svg: '' },
      { atMs: toMs - fromMs, svg: end },
    ])
  );
}

function drawLine(text: string, line: number, tone: string) {
  return `<text class="story ${tone}" x="${margin}" y="${storyTop + line * lineHeight}">${escapeHtml(shorten(text, 118))}</text>`;
}

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function wrap(text: string, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

const fills = { good: 'good', warn: 'recovering', bad: 'bad', cold: 'silent', bar: 'bar', page: 'page' };
const texts = { good: 'good', warn: 'band-edge', bad: 'bad', cold: 'soft' };
const rules = (start: string, colours: Record<string, string>) =>
  Object.entries(colours)
    .map(([name, colour]) => `${start}.${name}{fill:var(--${colour})}`)
    .join('');

const style = `text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--ink);font-variant-numeric:tabular-nums}
.soft{fill:var(--soft);font-size:12px}.end{text-anchor:end}.name,.strong{font-weight:650;font-size:14px}.state{font-weight:600}
.sentence{font-size:19px;font-weight:600}.sign{font-size:19px}.count{font-size:24px;font-weight:600}
.ground{fill:var(--page);stroke:var(--line)}.box{fill:var(--card);stroke:var(--line)}.line{stroke:var(--line)}
${rules('text', texts)}${rules('.fill', fills)}
text.plain,text.story.cause{fill:var(--ink)}text.story.cause{font-weight:650}
.now{stroke:var(--soft)}
.mark{stroke-width:1.5;stroke-dasharray:3 3}.mark.begin{stroke:var(--bad)}.mark.end{stroke:var(--good)}
path{fill:none;stroke-width:2}.open{stroke:var(--good);stroke-dasharray:6 6;animation:flow .8s linear infinite}
.shut{stroke:var(--bad);stroke-dasharray:2 7}@keyframes flow{to{stroke-dashoffset:-12}}`;
