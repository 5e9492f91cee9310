import { formatMs } from '../numbers.ts';
import type { Column } from './columns.ts';
import { drawGridLine, type Frame, type Panel, round } from './frame.ts';
import { drawHeading } from './heading.ts';

const plotHeight = 120;

/** Latencies since requests were due, on a scale of powers of ten. */
export function drawWaits(frame: Frame, columns: Column[]): Panel {
  const heading = drawHeading(frame, {
    title: 'Time to the answer',
    legend: [
      { text: 'slowest', mark: 'max' },
      { text: '99 of 100', mark: 'p99' },
      { text: 'half', mark: 'p50' },
    ],
  });
  const top = Math.max(3, ...columns.map(({ maxMs }) => Math.ceil(Math.log10(Math.max(maxMs ?? 1, 1)))));
  const y = (ms: number) => round(heading.height + plotHeight * (1 - Math.log10(Math.max(ms, 1)) / top));
  const powers = Array.from({ length: top + 1 }, (_, power) => 10 ** power);
  return {
    svg: [
      heading.svg,
      ...columns.map((column) => drawSlowest(frame, column, { y })),
      ...powers.map((ms) => drawGridLine(frame, { y: y(ms), label: labelPower(ms) })),
      drawLine(frame, columns, { key: 'p99Ms', mark: 'p99 stroke', y }),
      drawLine(frame, columns, { key: 'p50Ms', mark: 'p50 stroke', y }),
    ].join(''),
    height: heading.height + plotHeight,
  };
}

function labelPower(ms: number) {
  return ms < 1_000 ? formatMs(ms) : `${ms / 1_000} s`;
}

function drawSlowest(frame: Frame, { from, to, maxMs }: Column, { y }: Pick<Line, 'y'>) {
  if (maxMs === null) return '';
  const x = frame.x(from);
  const height = round(y(1) - y(maxMs));
  return `<rect x="${x}" y="${y(maxMs)}" width="${round(frame.x(to) - x + 0.3)}" height="${height}" class="max"/>`;
}

interface Line {
  key: 'p50Ms' | 'p99Ms';
  mark: string;
  y: (ms: number) => number;
}

// Steps, as each value is that of a whole column; a gap where no request was due.
function drawLine(frame: Frame, columns: Column[], { key, mark, y }: Line) {
  let pen = 'M';
  const steps = columns.map(({ from, to, [key]: ms }) => {
    const step = ms === null ? '' : `${pen}${frame.x(from)} ${y(ms)}H${frame.x(to)}`;
    pen = ms === null ? 'M' : 'L';
    return step;
  });
  return `<path d="${steps.join('')}" class="${mark}"/>`;
}
