import type uPlot from 'uplot';
import type { Moment } from '../../scripts/explain/moment.ts';
import { store } from './store.ts';
import { renderMs } from './words.ts';

/** The width of the axis at the left, which the lanes leave free, too. */
export const gutter = 52;

type Colour = 'done' | 'failed' | 'half' | 'most' | 'slowest';

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

interface Shape {
  colours: Colour[];
  read(moments: Moment[]): uPlot.AlignedData;
}

type Draw = Shape & ((place: HTMLElement, Plot: typeof uPlot) => uPlot);

/** Answers a second: the failed ones stand out of the others. */
export const drawAnswers: Draw = Object.assign(
  (place: HTMLElement, Plot: typeof uPlot) =>
    plot(place, Plot, {
      series: [
        { stroke: colour('done'), fill: `${colour('done')}33`, width: 1.5 },
        { stroke: colour('failed'), fill: colour('failed'), paths: Plot.paths.bars?.({ size: [0.6, 40] }) },
      ],
      y: { range: (_: uPlot, _min: number, max: number) => [0, Math.max(10, (max ?? 0) * 1.15)] },
      values: (value: number) => `${value}`,
    }),
  {
    colours: ['done', 'failed'] as Colour[],
    read: (moments: Moment[]) =>
      toColumns(moments, [
        ({ done, seconds }) => done / seconds,
        ({ failed, seconds }) => failed / seconds || undefined,
      ]),
  },
);

/** Times to the answer, on an axis by powers of ten: one slow answer does not hide the others. */
export const drawTimes: Draw = Object.assign(
  (place: HTMLElement, Plot: typeof uPlot) =>
    plot(place, Plot, {
      series: [
        { stroke: colour('slowest'), width: 1 },
        { stroke: colour('most'), width: 1.5 },
        { stroke: colour('half'), width: 1.5 },
      ].reverse(),
      y: { distr: 3 as const, range: () => [1, 20_000] as [number, number] },
      values: renderMs,
      splits: () => [1, 10, 100, 1_000, 10_000],
    }),
  {
    colours: ['half', 'most', 'slowest'] as Colour[],
    read: (moments: Moment[]) => toColumns(moments, [({ p50Ms }) => p50Ms, ({ p99Ms }) => p99Ms, ({ maxMs }) => maxMs]),
  },
);

type Reader = (api: NonNullable<Moment['api']>) => number | undefined;

function toColumns(moments: Moment[], readers: Reader[]): uPlot.AlignedData {
  const counted = moments.filter(({ api }) => api !== undefined);
  const column = (read: Reader) => counted.map(({ api }) => (api && read(api)) ?? null);
  return [counted.map(({ atMs }) => atMs / 1_000), ...readers.map(column)];
}

interface PlotOptions {
  series: uPlot.Series[];
  y: uPlot.Scale;
  values(value: number): string;
  splits?: () => number[];
}

function plot(place: HTMLElement, Plot: typeof uPlot, { series, y, values, splits }: PlotOptions) {
  const axis = {
    stroke: colour('soft'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui',
  };
  const options: uPlot.Options = {
    width: place.clientWidth || 300,
    height: 110,
    legend: { show: false },
    padding: [6, 0, 4, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    series: [{}, ...series.map((each) => ({ points: { show: false }, ...each }))],
    scales: { x: { time: true, auto: false }, y },
    axes: [
      { ...axis, show: false },
      {
        ...axis,
        size: gutter,
        values: (_, at) => at.map(values),
        ...(splits && { splits, filter: (_: uPlot, at: number[]) => at }),
      },
    ],
  };
  const made = new Plot(options, [[], ...series.map(() => [])] as unknown as uPlot.AlignedData, place);
  made.over.addEventListener('click', () => {
    const at = made.posToVal(made.cursor.left ?? 0, 'x');
    store.show(at * 1_000);
  });
  return made;
}
