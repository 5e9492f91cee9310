/** The middle and the worst of what several runs measured; nothing where no run measured it. */
export function summarize(values: (number | null | undefined)[]): { median: number | null; worst: number | null } {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const middle = known.length / 2;
  const below = known[Math.ceil(middle) - 1];
  const above = known[Math.floor(middle)];
  if (below === undefined || above === undefined) return { median: null, worst: null };
  return { median: (below + above) / 2, worst: known.at(-1) ?? null };
}
