import type { Second } from '../../judge/seconds.ts';

/** One or more seconds side by side, as wide as one can see. */
export interface Column {
  from: number;
  to: number;
  okPerSecond: number;
  failedPerSecond: number;
  p50Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
}

/** As many columns as asked for at most; of waiting times each shows its worst second. */
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
