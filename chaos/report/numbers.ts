const noFigure = '–';
// A number stays with its unit.
const unit = '\u00a0';

/** A time in the unit that fits. */
export function formatMs(ms: number | null | undefined) {
  if (ms === null || ms === undefined) return noFigure;
  if (ms < 9.95) return `${Number(ms.toFixed(1))}${unit}ms`;
  if (ms < 999.5) return `${Math.round(ms)}${unit}ms`;
  return ms < 9_995 ? `${(ms / 1_000).toFixed(2)}${unit}s` : `${(ms / 1_000).toFixed(1)}${unit}s`;
}

/** A number with thousands separated. */
export function formatCount(count: number | null | undefined) {
  if (count === null || count === undefined) return noFigure;
  return String(count).replace(/\B(?=(\d{3})+(?:\.|$))/g, '\u202f');
}

/** Memory in megabytes. */
export function formatMb(megabytes: number | null | undefined) {
  return megabytes === null || megabytes === undefined ? noFigure : `${Number(megabytes.toFixed(1))}${unit}MB`;
}

/** A share in percent, with two digits. */
export function formatShare(share: number | null | undefined) {
  if (share === null || share === undefined) return noFigure;
  if (share === 0) return `0${unit}%`;
  return `${Number((share * 100).toPrecision(2))}${unit}%`;
}

/** A moment of a run in seconds, or after five minutes in minutes and seconds. */
export function formatMoment(ms: number) {
  const seconds = Math.floor(ms / 1_000);
  if (seconds >= 300) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}${unit}min`;
  return `${(ms / 1_000).toFixed(1)}${unit}s`;
}
