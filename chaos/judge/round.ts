/** A tenth of a millisecond is as fine as anything is measured here. */
export function roundMs(ms: number) {
  return Math.round(ms * 10) / 10;
}
