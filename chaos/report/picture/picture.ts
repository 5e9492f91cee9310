import type { Run } from '../../history.ts';
import type { FaultSpan } from '../../judge/fault-spans.ts';
import type { Verdict } from '../../judge/judge.ts';
import { escapeHtml } from '../escape-html.ts';
import { drawAnswers } from './answers.ts';
import { makeColumns } from './columns.ts';
import { createFrame, type Frame, formatTick, measureText, type Panel, timeTicks } from './frame.ts';
import { drawLanes } from './lanes.ts';
import { drawMemory } from './memory.ts';
import { drawWaits } from './waits.ts';

const markerSpace = 19;
// The height of the line with the numbers of the faults.
const markersHeight = 24;
const panelSpace = 26;
const axisHeight = 20;

/** Answers, latencies and members on one time axis, as SVG; the page gives the colours. */
export function drawPicture(run: Run, { seconds, spans }: Verdict, { width }: { width: number }) {
  const frame = createFrame(width, seconds.length);
  const columns = makeColumns(seconds, Math.floor((frame.right - frame.left) / 2));
  const panels = stack([
    drawAnswers(frame, columns, run),
    drawWaits(frame, columns),
    drawLanes(frame, run),
    ...drawMemory(frame, run),
  ]);
  const height = panels.height + axisHeight;
  const title = escapeHtml(`${run.scenario}, ${run.variant}: answers, waiting times and members, second by second`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
${drawFaultBands(frame, spans, panels)}
${panels.svg}
${drawFaultMarkers(frame, spans)}
${drawTimeAxis(frame, panels.height)}
</svg>`;
  return { svg, height };
}

function stack(panels: Panel[]): Panel {
  let y = markersHeight;
  const svg = panels.map((panel) => {
    const placed = `<g transform="translate(0 ${y})">${panel.svg}</g>`;
    y += panel.height + panelSpace;
    return placed;
  });
  return { svg: svg.join('\n'), height: y - panelSpace + 4 };
}

function drawTimeAxis(frame: Frame, y: number) {
  const most = Math.floor((frame.right - frame.left) / 60);
  const ticks = timeTicks(frame.seconds, most).map((second) => {
    const x = frame.x(second);
    const label = formatTick(second, frame.seconds);
    const anchor = x + measureText(label) / 2 > frame.width ? 'end' : 'middle';
    return `<path d="M${x} ${y}v4" class="tick"/><text x="${x}" y="${y + 16}" class="soft ${anchor}">${label}</text>`;
  });
  return `<path d="M${frame.left} ${y}H${frame.right}" class="tick"/>${ticks.join('')}`;
}

// Every fault as a band from top to bottom.
function drawFaultBands(frame: Frame, spans: FaultSpan[], { height }: { height: number }) {
  const bands = spans.map(({ beginMs, mend }) => {
    const from = frame.x(beginMs / 1_000);
    const to = frame.x((mend?.atMs ?? frame.seconds * 1_000) / 1_000);
    const edge = hasMarkers(frame, spans) ? `<path d="M${from} ${markersHeight - 4}V${height}" class="edge"/>` : '';
    return { band: `M${from} ${markersHeight - 4}H${Math.max(to, from + 1)}V${height}H${from}Z`, edge };
  });
  // One path, so that bands that overlap are not darker.
  return `<path d="${bands.map(({ band }) => band).join('')}" class="band"/>${bands.map(({ edge }) => edge).join('')}`;
}

// The number of each fault above its beginning; none if they do not fit side by side.
function drawFaultMarkers(frame: Frame, spans: FaultSpan[]) {
  if (!hasMarkers(frame, spans)) return '';
  let next = 0;
  return spans
    .map(({ beginMs }, index) => {
      const x = Math.max(frame.x(beginMs / 1_000), next);
      next = x + markerSpace;
      return `<circle cx="${x}" cy="10" r="8.5" class="marker"/><text x="${x}" y="14" class="number middle">${index + 1}</text>`;
    })
    .join('');
}

function hasMarkers({ left, right }: Frame, { length }: FaultSpan[]) {
  return length * markerSpace <= right - left;
}
