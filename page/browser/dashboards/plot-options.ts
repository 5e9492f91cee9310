import type uPlot from 'uplot';
import type { Field } from '../../../roles/prometheus/dashboard-schema.ts';
import { limitsOf } from './looks.ts';
import { renderTick } from './moments.ts';
import type { Value } from './series.ts';
import { renderValue } from './units.ts';

/** A line of the picture, and its entry in the legend. */
export interface Line {
  name: string;
  /** The name of its colour in the style sheet. */
  colour: string;
  values: Value[];
}

/** The width of the axis at the left: the same in all panels, so that equal times lie below each other. */
const gutter = 62;
const height = 170;

const cssColour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

interface PlotOptions {
  field: Field;
  /** In the order in which they are drawn: each covers those before it. */
  lines: Line[];
  widthPx: number;
  onPoint(index: number | undefined): void;
  onZoom(fromS: number, toS: number): void;
}

/** What uPlot is told about a panel. */
export function makeOptions({ field, lines, widthPx, onPoint, onZoom }: PlotOptions): uPlot.Options {
  return {
    width: widthPx,
    height,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    // All panels show the same moment.
    cursor: {
      y: false,
      sync: { key: 'dashboards' },
      drag: { x: true, y: false, setScale: false },
      points: { size: 5 },
    },
    series: [{}, ...lines.map((line) => describeLine(line, field))],
    ...(isStacked(field) && {
      bands: lines.slice(1).map((_, index) => ({ series: [index + 1, index + 2] as [number, number] })),
    }),
    scales: { x: { time: true, auto: false }, y: isLog(field) ? logScale : linearScale(field) },
    axes: [timeAxis(), valueAxis(field)],
    hooks: {
      draw: [(plot) => drawLimits(plot, field)],
      setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 4) onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
        },
      ],
    },
  };
}

/** Whether each line lies on the one after it. */
export const isStacked = ({ custom }: Field) => custom?.stacking !== undefined;

/** Whether the axis is by powers of ten. */
export const isLog = ({ custom }: Field) => custom?.scaleDistribution !== undefined;

function describeLine({ colour }: Line, { custom }: Field): uPlot.Series {
  const stroke = cssColour(colour);
  const alpha = Math.round(((custom?.fillOpacity ?? 0) / 100) * 255);
  return { stroke, width: 1.5, points: { show: false }, fill: `${stroke}${alpha.toString(16).padStart(2, '0')}` };
}

// By powers of ten: one slow answer does not hide the others.
const logScale: uPlot.Scale = {
  distr: 3,
  range: (_, min, max) => {
    if (!(min > 0)) return [0.001, 1];
    const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
    return [10 ** low, 10 ** Math.max(high, low + 1)];
  },
};

const linearScale = ({ min = 0, max }: Field): uPlot.Scale => ({
  range: (_, low, high) => {
    const bottom = Math.min(min, low ?? min);
    return [bottom, max ?? (high > bottom ? bottom + (high - bottom) * 1.1 : bottom + 1)];
  },
});

const axisLook = () => ({
  stroke: cssColour('soft'),
  grid: { stroke: cssColour('line'), width: 1 },
  ticks: { show: false },
  font: '11px system-ui',
});

const timeAxis = (): uPlot.Axis => ({
  ...axisLook(),
  space: 78,
  size: 24,
  values: (_, splits) => splits.map((atS) => renderTick(atS, (splits[1] ?? 0) - (splits[0] ?? 0))),
});

const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);

const wholeSteps = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

const valueAxis = (field: Field): uPlot.Axis => ({
  ...axisLook(),
  size: gutter,
  space: 32,
  values: (_, splits) => splits.map((value) => (value === null ? '' : renderValue(value, field))),
  ...(field.unit === 'bytes' && { incrs: powersOfTwo }),
  ...(field.decimals === 0 && { incrs: wholeSteps }),
  ...(isLog(field) && {
    grid: { ...axisLook().grid, filter: keepPowersOfTen },
    filter: keepPowersOfTen,
  }),
});

const keepPowersOfTen = (_: uPlot, splits: number[]) => splits.map((value) => (isPowerOfTen(value) ? value : null));

const isPowerOfTen = (value: number) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6;

// The limits of an alert, where they lie in the picture.
function drawLimits({ ctx, bbox, scales, valToPos }: uPlot, field: Field) {
  const { min = 0, max = 0 } = scales.y ?? {};
  for (const { value, tone } of limitsOf(field)) {
    if (value < min || value > max) continue;
    const y = valToPos(value, 'y', true);
    ctx.save();
    ctx.strokeStyle = cssColour(tone === 'plain' ? 'soft' : tone);
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
}
