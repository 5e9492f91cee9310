import { About } from './about.tsx';
import type { Drawing } from './drawing.ts';
import { fieldFor, lookOfValue, tones } from './looks.ts';
import { lastOf, type Value } from './series.ts';

/** One number, with its course below it where the panel wants that. What it is about stands below, so that numbers are in a row. */
export function StatBox({ panel, data }: Drawing<'stat'>) {
  const { columns, moments } = data;
  const [series] = columns.series;
  const field = fieldFor(panel.fieldConfig, '');
  const value = series ? lastOf(series.values) : toNumber(moments[0]?.[0]?.value?.[1]);
  const look = value === undefined ? undefined : lookOfValue(value, field);
  const tone = look?.tone ?? 'plain';
  return (
    <>
      <p class={`value ${tone}`}>
        {tones[tone].sign && <span aria-hidden="true">{tones[tone].sign} </span>}
        {look?.text ?? <span class="soft">{field.noValue ?? 'no data'}</span>}
        {tones[tone].word && <span class="hidden">, {tones[tone].word}</span>}
      </p>
      <About panel={panel} />
      {panel.options.graphMode === 'area' && series && <Course values={series.values} />}
    </>
  );
}

function toNumber(text: string | undefined) {
  const value = Number(text);
  return text === undefined || Number.isNaN(value) ? undefined : value;
}

function Course({ values }: { values: Value[] }) {
  const most = Math.max(...values.map((value) => value ?? 0), 1e-9);
  const points = values.flatMap((value, index) =>
    typeof value !== 'number' ? [] : [`${(index / Math.max(1, values.length - 1)) * 100},${30 - (value / most) * 28}`],
  );
  if (points.length < 2) return null;
  const [first = ''] = points;
  const [last = ''] = points.slice(-1);
  const area = `M${first.split(',')[0]},30L${points.join('L')}L${last.split(',')[0]},30Z`;
  return (
    <svg class="course" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
      <path class="area" d={area} />
      <path class="line" d={`M${points.join('L')}`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
