import type { Outcome } from '../../history.ts';

/** How often something must have happened, and how often it can have. */
export interface Range {
  least: number;
  most: number;
}

export const none: Range = { least: 0, most: 0 };
export const once: Range = { least: 1, most: 1 };

/** How often a write happened whose client got this answer. */
export function rangeOf(outcome: Outcome): Range {
  return { least: outcome === 'ok' ? 1 : 0, most: outcome === 'fail' ? 0 : 1 };
}

export const add = (one: Range, other: Range): Range => ({
  least: one.least + other.least,
  most: one.most + other.most,
});

/** One attempt to add a row, or to remove it. */
export interface Toggle {
  there: boolean;
  outcome: Outcome;
}

/** How often a row was added by attempts that followed each other: one that is there already is not added again. */
export function countAdded(toggles: Toggle[]): Range {
  let possible = new Map<boolean, Range>([[false, none]]);
  for (const { there, outcome } of toggles) {
    const next = new Map<boolean, Range>();
    for (const [isThere, range] of possible) {
      const done = there && !isThere ? add(range, once) : range;
      if (outcome !== 'fail') join(next, there, done);
      if (outcome !== 'ok') join(next, isThere, range);
    }
    possible = next;
  }
  return widest([...possible.values()]);
}

function join(ranges: Map<boolean, Range>, isThere: boolean, range: Range) {
  const known = ranges.get(isThere);
  ranges.set(isThere, known ? widest([known, range]) : range);
}

const widest = (ranges: Range[]): Range => ({
  least: Math.min(...ranges.map(({ least }) => least)),
  most: Math.max(...ranges.map(({ most }) => most)),
});
