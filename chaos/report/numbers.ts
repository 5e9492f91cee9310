const noFigure = '–';

/** A length of time as a person says it. */
export function formatMs(ms: number | null | undefined) {
  if (ms === null || ms === undefined) return noFigure;
  if (ms < 9.95) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(2)} s` : `${(ms / 1_000).toFixed(1)} s`;
}

/** A number with its thousands apart. */
export function formatCount(count: number | null | undefined) {
  if (count === null || count === undefined) return noFigure;
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A share in percent, with as many digits as a small one needs. */
export function formatShare(share: number | null | undefined) {
  if (share === null || share === undefined) return noFigure;
  if (share === 0) return '0 %';
  return `${Number((share * 100).toPrecision(2))} %`;
}

/** A moment of a run, in seconds since it began. */
export function formatMoment(ms: number) {
  return `${(ms / 1_000).toFixed(1)} s`;
}
