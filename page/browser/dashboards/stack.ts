/**
 * Each row on top of those before it. One that is missing or adds nothing is not drawn: its line would hide that of the
 * row below.
 */
export function stackValues(rows: (number | null)[][]): (number | null)[][] {
  const below: number[] = [];
  return rows.map((values) =>
    values.map((value, index) => {
      below[index] = (below[index] ?? 0) + (value ?? 0);
      return value ? below[index] : null;
    }),
  );
}
