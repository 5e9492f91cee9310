import { isWrong, keyMeasures } from '../measures.ts';
import { formatCount } from '../numbers.ts';
import type { Part } from './film.ts';
import { margin, type Scene } from './scene.ts';

const top = 334;
const stepMs = 500;
// As wide as the labels.
const columns = [0, 108, 226, 330, 444, 552, 714];

/** What the clients have counted so far, and in the end what the verdict has found. */
export function drawCounters(scene: Scene): string {
  const { film, verdict, run } = scene;
  const labels = ['requests', ...keyMeasures.map(({ label }) => label)];
  const endMs = scene.toMs - scene.fromMs;
  const at = (index: number) => `x="${margin + (columns[index] ?? 0)}"`;
  const value = (index: number, text: string, isBad = false) =>
    `<text class="count${isBad ? ' bad' : ''}" ${at(index)} y="${top}">${text}</text>`;
  const requests = countSteps(
    scene,
    () => true,
    (count) => value(0, formatCount(count)),
  );
  const failed = countSteps(
    scene,
    ({ outcome }) => outcome !== 'ok',
    (count) => value(1, formatCount(count), count > 0),
  );
  const found = keyMeasures.slice(1).map((measure, index) => {
    const figure = verdict.figures[measure.key];
    return film.show([
      { atMs: 0, svg: value(index + 2, '–') },
      { atMs: endMs, svg: value(index + 2, measure.format(figure), isWrong(measure, figure, run)) },
    ]);
  });
  const names = labels.map((label, index) => `<text class="soft" ${at(index)} y="${top + 18}">${label}</text>`);
  return [film.show(requests), film.show(failed), ...found, ...names].join('\n');
}

type Request = Scene['run']['requests'][number];

function countSteps(
  { run, fromMs, toMs }: Scene,
  isCounted: (request: Request) => boolean,
  draw: (count: number) => string,
) {
  const endedMs = run.requests
    .filter(isCounted)
    .map(({ endedMs }) => endedMs)
    .sort((a, b) => a - b);
  const parts: Part[] = [];
  let count = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
    while ((endedMs[count] ?? Number.POSITIVE_INFINITY) <= atMs) count += 1;
    parts.push({ atMs: atMs - fromMs, svg: draw(count) });
  }
  return [...parts, { atMs: toMs - fromMs, svg: draw(endedMs.length) }];
}
