import type { Run } from '../../history.ts';
import type { Column } from './columns.ts';
import { drawGridLine, type Frame, type Panel, round, roundUp } from './frame.ts';
import { drawHeading } from './heading.ts';

const plotHeight = 96;

/** The answers of each second, done and failed. */
export function drawAnswers(frame: Frame, columns: Column[], { ratePerSecond }: Pick<Run, 'ratePerSecond'>): Panel {
  const most = Math.max(
    ratePerSecond,
    ...columns.map(({ okPerSecond, failedPerSecond }) => okPerSecond + failedPerSecond),
  );
  const top = roundUp(most);
  const hasFailed = columns.some(({ failedPerSecond }) => failedPerSecond > 0);
  const heading = drawHeading(frame, {
    title: 'Answers per second',
    legend: [
      { text: 'done', mark: 'bar' },
      { text: hasFailed ? 'failed' : 'failed: none', mark: 'bad' },
    ],
  });
  const y = (value: number) => round(heading.height + plotHeight * (1 - value / top));
  const marks = [0, top / 2, top].map((value) => drawGridLine(frame, { y: y(value), label: String(value) }));
  const bars = columns.map((column) => drawBars(frame, column, { y }));
  const due = `<path d="M${frame.left} ${y(ratePerSecond)}H${frame.right}" class="due"/>`;
  return { svg: heading.svg + marks.join('') + bars.join('') + due, height: heading.height + plotHeight };
}

interface Scale {
  /** Where a value is, from the top downwards. */
  y(value: number): number;
}

function drawBars(frame: Frame, { from, to, okPerSecond, failedPerSecond }: Column, { y }: Scale) {
  const x = frame.x(from);
  const space = frame.x(to) - x;
  const width = round(Math.max(space > 4 ? space - 1 : space + 0.3, 0.5));
  const bar = (below: number, value: number, mark: string) =>
    value > 0
      ? `<rect x="${x}" y="${y(below + value)}" width="${width}" height="${round(y(below) - y(below + value))}" class="${mark}"/>`
      : '';
  return bar(0, okPerSecond, 'bar') + bar(okPerSecond, failedPerSecond, 'bad');
}
