import { useState } from 'preact/hooks';
import type { FieldConfig } from '../../../roles/prometheus/dashboard-schema.ts';
import { chooseColours } from './colours.ts';
import type { Drawing } from './drawing.ts';
import { fieldFor, toneOf } from './looks.ts';
import { renderMoment } from './moments.ts';
import { NoData } from './no-data.tsx';
import { Plot } from './plot.tsx';
import type { Line } from './plot-options.ts';
import { type Columns, lastOf, lastTimeOf } from './series.ts';
import { renderValue } from './units.ts';

/** Lines over time, with a legend that tells the values at the cursor, else the last ones. */
export function TimeSeries({ panel, data, view }: Drawing<'timeseries'>) {
  const [hidden, setHidden] = useState<string[]>([]);
  const [index, setIndex] = useState<number>();
  const { columns, range, stepS } = data;
  const lastS = lastTimeOf(columns);
  if (lastS === undefined) return <NoData range={range} />;
  const lines = listLines(columns, panel.fieldConfig, view.hosts);
  const shown = lines.filter(({ name }) => !hidden.includes(name));
  const toggle = (name: string) =>
    setHidden(hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name]);
  const isStale = range.toS - lastS > Math.max(30, 3 * stepS);
  const atS = index === undefined ? undefined : columns.timesS[index];
  const moment =
    atS === undefined ? isStale && `no data since ${renderMoment(lastS, range)}` : `at ${renderMoment(atS, range)}`;
  return (
    <>
      <Plot
        field={panel.fieldConfig.defaults}
        lines={shown}
        timesS={columns.timesS}
        range={range}
        title={panel.title}
        zoom={view.zoom}
        onPoint={setIndex}
      />
      <ul class="legend">
        {lines.map(({ name, colour, values }) => (
          <li key={name}>
            <button type="button" aria-pressed={!hidden.includes(name)} onClick={() => toggle(name)}>
              <span class="swatch" style={{ background: `var(--${colour})` }} aria-hidden="true" />
              <span class="name">{name}</span>{' '}
              <span class="amount">{describe(index === undefined ? lastOf(values) : values[index], name)}</span>
            </button>
          </li>
        ))}
        {moment && <li class="soft">{moment}</li>}
      </ul>
    </>
  );

  function describe(value: number | null | undefined, name: string) {
    return typeof value === 'number' ? renderValue(value, fieldFor(panel.fieldConfig, name)) : '–';
  }
}

const fixedColours: Record<string, string> = { good: 'good', warn: 'warn', bad: 'failed', plain: 'series-0' };

function listLines({ series }: Columns, config: FieldConfig, hosts: string[]): Line[] {
  const fixed = (name: string) => {
    const { mode, fixedColor } = fieldFor(config, name).color;
    return mode === 'fixed' ? fixedColours[toneOf(fixedColor ?? '')] : undefined;
  };
  const free = series.map(({ name }) => name).filter((name) => fixed(name) === undefined);
  const chosen = chooseColours(free, hosts);
  return series.map(({ name, values }) => ({ name, values, colour: fixed(name) ?? `series-${chosen.get(name)}` }));
}
