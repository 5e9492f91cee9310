const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** Moments for the time axis, as many as there is room for. */
export function timeTicks(seconds: number, most: number): number[] {
  const step = steps.find((each) => seconds / each <= most) ?? Math.ceil(seconds / most / 3_600) * 3_600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}

/** A time tick in the unit that fits the whole axis. */
export function formatTick(second: number, seconds: number) {
  return seconds > 300 ? `${Number((second / 60).toFixed(1))} min` : `${second} s`;
}

/** The next round number that is not smaller. */
export function roundUp(value: number) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return (
    [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].map((factor) => factor * unit).find((round) => round >= value) ?? value
  );
}
