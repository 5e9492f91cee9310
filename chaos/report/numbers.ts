const noFigure = '–';
// A number stays with its unit.
const unit = '\u00a0';

/** A length of time as a person says it. */
export function formatMs(ms: number | null | undefined) {
  if (ms === null || ms === undefined) return noFigure;
  if (ms < 9.95) return `${Number(ms.toFixed(1))}${unit}ms`;
  if (ms < 999.5) return `${Math.round(ms)}${unit}ms`;
  return ms < 9_995 ? `${(ms / 1_000).toFixed(2)}${unit}s` : `${(ms / 1_000).toFixed(1)}${unit}s`;
}

/** A number with its thousands apart. */
export function formatCount(count: number | null | undefined) {
  if (count === null || count === undefined) return noFigure;
  return String(count).replace(/\B(?=(\d{3})+(?:\.|$))/g, '\u202f');
}

/** A share in percent, with as many digits as a small one needs. */
export function formatShare(share: number | null | undefined) {
  if (share === null || share === undefined) return noFigure;
  if (share === 0) return `0${unit}%`;
  return `${Number((share * 100).toPrecision(2))}${unit}%`;
}

/** A moment of a run, in seconds since it began. */
export function formatMoment(ms: number) {
  return `${(ms / 1_000).toFixed(1)}${unit}s`;
}
