import type { ClientRequest } from '../history.ts';
import { roundMs } from './milliseconds.ts';

export interface Gap {
  fromMs: number;
  toMs: number;
}

/** The longest time during which a request was due and none succeeded; undefined without requests. */
export function findLongestGap(requests: ClientRequest[]): Gap | undefined {
  const byEnd = requests.toSorted((a, b) => a.endedMs - b.endedMs);
  const dues = earliestDues(byEnd);
  const ends = [...byEnd.entries()].filter(([index, { outcome }]) => outcome === 'ok' || index === byEnd.length - 1);
  const gaps = ends.map(([, { endedMs: toMs }], position) => {
    const [before, last] = ends[position - 1] ?? [-1, undefined];
    return { fromMs: Math.max(last?.endedMs ?? Number.NEGATIVE_INFINITY, dues[before + 1] ?? toMs), toMs };
  });
  return gaps.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
}

/** The length of a gap; null for none. */
export function measureGap(gap: Gap | undefined) {
  return gap ? roundMs(lengthOf(gap)) : null;
}

function lengthOf({ fromMs, toMs }: Gap) {
  return toMs - fromMs;
}

// For each position, the earliest due time of the requests that end there or later.
function earliestDues(byEnd: ClientRequest[]) {
  const dues = byEnd.map(({ dueMs }) => dueMs);
  for (let index = dues.length - 2; index >= 0; index -= 1) {
    dues[index] = Math.min(dues[index] as number, dues[index + 1] as number);
  }
  return dues;
}
