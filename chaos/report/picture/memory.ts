import type { Run, Sample } from '../../history.ts';
import { drawGridLine, type Frame, type Panel, round, roundUp } from './frame.ts';
import { drawHeading } from './heading.ts';

const plotHeight = 70;

type Program = keyof NonNullable<Sample['memoryMb']>;

// A short run shows only how programs start.
const longRunSeconds = 300;

/** The memory of API and HAProxy, in a long run that measured it. */
export function drawMemory(frame: Frame, { samples }: Run): Panel[] {
  const sizes = samples.flatMap(({ memoryMb }) => Object.values(memoryMb ?? {}));
  if (frame.seconds < longRunSeconds || sizes.length === 0) return [];
  const top = roundUp(sizes.reduce((most, size) => Math.max(most, size)));
  const heading = drawHeading(frame, {
    title: 'Memory in MB',
    legend: [
      { text: 'API', mark: 'p99' },
      { text: 'HAProxy', mark: 'recovering' },
    ],
  });
  const y = (size: number) => round(heading.height + plotHeight * (1 - size / top));
  const svg = [
    heading.svg,
    ...[0, top / 2, top].map((size) => drawGridLine(frame, { y: y(size), label: String(size) })),
    drawLine(frame, samples, { program: 'api', mark: 'p99 stroke', y }),
    drawLine(frame, samples, { program: 'haproxy', mark: 'recovering stroke', y }),
  ];
  return [{ svg: svg.join(''), height: heading.height + plotHeight }];
}

interface Line {
  program: Program;
  mark: string;
  y(size: number): number;
}

// At most one point for each pixel.
function drawLine(frame: Frame, samples: Sample[], { program, mark, y }: Line) {
  const measured = samples.filter(({ memoryMb }) => memoryMb?.[program] !== undefined);
  const step = Math.ceil(measured.length / (frame.right - frame.left)) || 1;
  const points = measured
    .filter((_, index) => index % step === 0)
    .map(({ atMs, memoryMb }) => `${frame.x(Math.min(atMs / 1_000, frame.seconds))} ${y(memoryMb?.[program] ?? 0)}`);
  return points.length > 0 ? `<path d="M${points.join('L')}" class="${mark}"/>` : '';
}
