import type { Second } from '../../judge/seconds.ts';

/** One or more seconds, in one column of the picture. */
export interface Column {
  from: number;
  to: number;
  okPerSecond: number;
  failedPerSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/** At most `most` columns; each shows the latencies of its worst second. */
export function makeColumns(seconds: Second[], most: number): Column[] {
  const size = Math.ceil(seconds.length / most) || 1;
  return Array.from({ length: Math.ceil(seconds.length / size) }, (_, index) =>
    makeColumn(seconds.slice(index * size, (index + 1) * size)),
  );
}

function makeColumn(seconds: Second[]): Column {
  const sum = (key: 'ok' | 'failed') => seconds.reduce((total, second) => total + second[key], 0);
  const worst = (key: 'p50Ms' | 'p99Ms' | 'maxMs') =>
    seconds.reduce<number | null>((most, { [key]: ms }) => (ms === null ? most : Math.max(most ?? 0, ms)), null);
  const from = seconds[0]?.second ?? 0;
  return {
    from,
    to: from + seconds.length,
    okPerSecond: sum('ok') / seconds.length,
    failedPerSecond: sum('failed') / seconds.length,
    p50Ms: worst('p50Ms'),
    p99Ms: worst('p99Ms'),
    maxMs: worst('maxMs'),
  };
}
