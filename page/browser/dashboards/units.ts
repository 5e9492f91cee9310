import type { Field } from '../../../roles/prometheus/dashboard-schema.ts';

type Unit = NonNullable<Field['unit']>;

/** A value as people write it, in the unit that Grafana calls so. */
export function renderValue(value: number, { unit = 'short', decimals }: Pick<Field, 'unit' | 'decimals'>): string {
  if (!Number.isFinite(value)) return '–';
  return renderers[unit](value, decimals);
}

type Render = (value: number, decimals?: number) => string;

const renderers: Record<Unit, Render> = {
  none: (value, decimals) => round(value, decimals),
  short: (value, decimals) => scale(value, { factor: 1_000, names: ['', ' k', ' M', ' G', ' T'], decimals }),
  bytes: (value, decimals) => scale(value, { factor: 1_024, names: byteNames, decimals }),
  Bps: (value, decimals) => `${scale(value, { factor: 1_000, names: decimalByteNames, decimals })}/s`,
  ops: (value, decimals) => `${renderers.short(value, decimals)}/s`,
  reqps: (value, decimals) => `${renderers.short(value, decimals)}/s`,
  percent: (value, decimals) => `${round(value, decimals)} %`,
  percentunit: (value, decimals) => `${round(value * 100, decimals)} %`,
  s: renderSeconds,
};

const byteNames = [' B', ' KiB', ' MiB', ' GiB', ' TiB'];
const decimalByteNames = [' B', ' kB', ' MB', ' GB', ' TB'];

interface Scale {
  factor: number;
  names: string[];
  decimals: number | undefined;
}

function scale(value: number, { factor, names, decimals }: Scale) {
  let [rest, index] = [value, 0];
  while (Math.abs(rest) >= factor && index < names.length - 1) {
    rest /= factor;
    index += 1;
  }
  // Of thousands the digits after the point tell much.
  return `${round(rest, index > 0 ? undefined : decimals)}${names[index]}`;
}

const spans: [number, string][] = [
  [86_400, ' d'],
  [3_600, ' h'],
  [60, ' min'],
];

function renderSeconds(value: number, decimals?: number): string {
  const seconds = Math.abs(value);
  const [size, name] = spans.find(([least]) => seconds >= 2 * least) ?? [];
  if (size) return `${round(value / size, decimals)}${name}`;
  if (seconds >= 1 || seconds === 0) return `${round(value, decimals)} s`;
  return seconds >= 0.001 ? `${round(value * 1_000)} ms` : `${round(value * 1_000_000)} µs`;
}

// Three digits tell enough, of small numbers two, unless the dashboard says how many.
function round(value: number, decimals?: number) {
  if (decimals !== undefined) return value.toFixed(decimals);
  if (Math.abs(value) < 0.1) return String(Number(value.toPrecision(2)));
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
