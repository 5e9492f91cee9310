import type { Run } from '../../history.ts';
import type { Judgement } from '../../judge/judgement.ts';
import { escapeHtml } from '../html.ts';
import { drawAnswers } from './answers.ts';
import { makeColumns } from './columns.ts';
import { drawFaultBands, drawFaultMarkers, markersHeight } from './faults.ts';
import { createFrame, type Frame, measureText, type Panel } from './frame.ts';
import { drawLanes } from './lanes.ts';
import { drawMemory } from './memory.ts';
import { formatTick, timeTicks } from './ticks.ts';
import { drawWaits } from './waits.ts';

const panelSpace = 26;
const axisHeight = 20;

/** What clients and members went through, on one time axis; as SVG without colours of its own. */
export function drawPicture(run: Run, { seconds, spans }: Judgement, { width }: { width: number }) {
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
