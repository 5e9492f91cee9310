const niceS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400];

/** Seconds between two points: a round number, no more points than there is room for, and no finer than what is asked. */
export function chooseStep({ rangeS, maxPoints, scrapeS }: { rangeS: number; maxPoints: number; scrapeS: number }) {
  const least = Math.max(rangeS / maxPoints, scrapeS);
  return niceS.find((stepS) => stepS >= least) ?? Math.ceil(least);
}

/** A time range whose ends lie on steps, so that points stay where they are as the time goes on. */
export function alignRange({ fromS, toS }: { fromS: number; toS: number }, stepS: number) {
  return { startS: Math.floor(fromS / stepS) * stepS, endS: Math.floor(toS / stepS) * stepS };
}
