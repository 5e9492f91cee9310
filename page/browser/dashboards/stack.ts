/** Each row on top of those before it; a value that is missing counts as nothing, unless all up to it are. */
export function stackValues(rows: (number | null)[][]): (number | null)[][] {
  let below: (number | null)[] = [];
  return rows.map((values) => {
    below = values.map((value, index) => {
      const base = below[index] ?? null;
      return value === null && base === null ? null : (value ?? 0) + (base ?? 0);
    });
    return below;
  });
}
