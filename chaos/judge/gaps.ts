import type { Operation } from '../history.ts';
import { roundMs } from './round.ts';

export interface Gap {
  fromMs: number;
  toMs: number;
}

/** The longest time during which one of these was due and none succeeded; nothing where there are none. */
export function findLongestGap(operations: Operation[]): Gap | undefined {
  const byEnd = operations.toSorted((a, b) => a.endedMs - b.endedMs);
  const dues = earliestDues(byEnd);
  const ends = [...byEnd.entries()].filter(([index, { outcome }]) => outcome === 'ok' || index === byEnd.length - 1);
  const gaps = ends.map(([, { endedMs: toMs }], position) => {
    const [before, last] = ends[position - 1] ?? [-1, undefined];
    return { fromMs: Math.max(last?.endedMs ?? Number.NEGATIVE_INFINITY, dues[before + 1] ?? toMs), toMs };
  });
  return gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
}

/** How long a gap is; nothing for none. */
export function measureGap(gap: Gap | undefined) {
  return gap ? roundMs(lengthOf(gap)) : null;
}

function lengthOf({ fromMs, toMs }: Gap) {
  return toMs - fromMs;
}

// For every place, when the first of all that end there or later was due.
function earliestDues(byEnd: Operation[]) {
  const dues = byEnd.map(({ dueMs }) => dueMs);
  for (let index = dues.length - 2; index >= 0; index -= 1) {
    dues[index] = Math.min(dues[index] as number, dues[index + 1] as number);
  }
  return dues;
}
