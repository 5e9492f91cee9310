import type { Moment } from '../../scripts/explain/moment.ts';

/** The moments of a span of time, with the one before it. */
export function sliceMoments(moments: Moment[], fromMs: number, toMs: number) {
  return moments.slice(Math.max(0, findIndex(moments, fromMs)), findIndex(moments, toMs) + 1);
}

/** The index of the last moment at or before a time, -1 without one. */
export function findIndex(moments: Moment[], atMs: number) {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as Moment).atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
