import type { Target } from '../../../roles/prometheus/dashboard-schema.ts';

/** A series as Prometheus answers it, to one moment or to many. */
export interface Answer {
  metric: Record<string, string>;
  value?: [number, string];
  values?: [number, string][];
}

/** Of a point without a value: null is a gap; undefined is none, because its query has fewer points than another of the panel. */
export type Value = number | null | undefined;

/** A named series. */
export interface Series {
  name: string;
  labels: Record<string, string>;
  values: Value[];
}

/** Series over the same points of time, in seconds. */
export interface Columns {
  timesS: number[];
  series: Series[];
}

export interface Grid {
  startS: number;
  endS: number;
  stepS: number;
}

/** The answers to all queries of a panel over one row of times, each with null where there was nothing. */
export function alignSeries(answers: { target: Target; found: Answer[]; grid: Grid }[]): Columns {
  const moments = answers.flatMap(({ grid }) => listTimes(grid));
  const timesS = [...new Set(moments)].toSorted((a, b) => a - b);
  const series = answers.flatMap(({ target, found, grid }) => {
    const own = new Set(listTimes(grid));
    return found.map((answer) => alignOne(answer, { timesS, own, name: nameOf(answer, target) }));
  });
  return { timesS, series: series.toSorted((a, b) => compareNames(a.name, b.name)) };
}

function alignOne(
  { metric, values = [] }: Answer,
  { timesS, own, name }: { timesS: number[]; own: Set<number>; name: string },
) {
  const known = new Map(values.map(([atS, text]) => [atS, Number(text)]));
  const read = (atS: number): Value => {
    if (!own.has(atS)) return undefined;
    const value = known.get(atS);
    return value === undefined || !Number.isFinite(value) ? null : value;
  };
  return { name, labels: metric, values: timesS.map(read) };
}

const listTimes = ({ startS, endS, stepS }: Grid) =>
  Array.from({ length: Math.floor((endS - startS) / stepS) + 1 }, (_, index) => startS + index * stepS);

/** Names in the order that people expect: mysql-2 before mysql-10. */
export const compareNames = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** What a series is called: the legend of its query with the labels put in, else the labels. */
export function nameOf({ metric }: Answer, { legendFormat = '' }: Pick<Target, 'legendFormat'>): string {
  const name = legendFormat.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '').trim();
  return name || Object.values(metric).join(' ') || 'value';
}

/** The last value of a series that is there. */
export const lastOf = (values: Value[]) => values.findLast((value) => typeof value === 'number') ?? undefined;

/** The time of the last value of any series, in seconds; undefined where none has a value. */
export function lastTimeOf({ timesS, series }: Columns): number | undefined {
  return timesS.findLast((_, index) => series.some(({ values }) => typeof values[index] === 'number'));
}
