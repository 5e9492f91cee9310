import type { Value } from './series.ts';

/** A time during which a series had one value. */
export interface StateSpan {
  fromS: number;
  toS: number;
  value: number;
}

/** Equal values in a row are one span; where a value is missing there is none. */
export function listSpans(timesS: number[], values: Value[], stepS: number): StateSpan[] {
  const spans: StateSpan[] = [];
  for (const [index, value] of values.entries()) {
    const atS = timesS[index] as number;
    if (typeof value !== 'number') continue;
    const last = spans.at(-1);
    if (last && last.value === value && last.toS >= atS) last.toS = atS + stepS;
    else spans.push({ fromS: atS, toS: atS + stepS, value });
  }
  return spans;
}
