import { listSeconds, margin, type Scene, width } from './scene.ts';

const top = 392;
const height = 74;
export const chartWidth = width - 2 * margin;

/** Answers a second, uncovered as the run goes on; failed ones stand out. */
export function drawAnswers(scene: Scene): string {
  const { run, fromMs, toMs } = scene;
  const seconds = listSeconds(scene);
  const most = Math.max(run.ratePerSecond, ...seconds.map(({ ok, failed }) => ok + failed));
  const xOf = (ms: number) => ((ms - fromMs) / (toMs - fromMs)) * chartWidth;
  const bar = (name: string, second: number, [from, to]: [number, number]) => {
    const [x, w] = [xOf(second * 1_000), xOf(1_000 + fromMs) - 1.5];
    const [y, h] = [height - (to / most) * height, ((to - from) / most) * height];
    return h > 0
      ? `<rect class="fill ${name}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}"/>`
      : '';
  };
  const bars = seconds.map(
    ({ second, ok, failed }) => bar('bar', second, [0, ok]) + bar('bad', second, [ok, ok + failed]),
  );
  const marks = run.faults
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .map(
      ({ atMs, edge }) =>
        `<line class="mark ${edge}" x1="${xOf(atMs).toFixed(1)}" x2="${xOf(atMs).toFixed(1)}" y1="0" y2="${height}"/>`,
    );
  const cover = `<g class="cover"><rect class="fill page" width="${chartWidth + 2}" height="${height}"/><line class="now" x1="0" x2="0" y1="0" y2="${height}"/></g>`;
  return `<text class="soft" x="${margin}" y="${top - 8}">Answers a second, ${run.ratePerSecond} due</text>
<svg role="img" aria-label="Answers a second" x="${margin}" y="${top}" width="${chartWidth}" height="${height}">${bars.join('')}${marks.join('')}${cover}</svg>
<line class="line" x1="${margin}" x2="${width - margin}" y1="${top + height}" y2="${top + height}"/>`;
}
