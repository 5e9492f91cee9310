import type { Value } from './series.ts';

/** Each row on top of those before it; a gap counts as nothing, unless all up to it are. */
export function stackValues(rows: Value[][]): Value[][] {
  let below: Value[] = [];
  return rows.map((values) => {
    const stacked = values.map((value, index) => {
      const base = below[index] ?? null;
      if (value === undefined) return undefined;
      return value === null && base === null ? null : (value ?? 0) + (base ?? 0);
    });
    below = stacked.map((value, index) => value ?? below[index]);
    return stacked;
  });
}
