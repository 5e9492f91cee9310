import type { LoadResult } from '../measure/send-load.ts';

/** One round at one server, with the processor time that its process used for each request. */
export interface Measurement extends LoadResult {
  cpuUs: number;
}

/** Everything measured of one case, round by round, by the name of the server. */
export interface CaseResult {
  name: string;
  kind: 'read' | 'write' | 'mix';
  rounds: Record<string, Measurement>[];
}

/** The medians of all rounds at one server. */
export interface Summary {
  perSecond: number;
  /** From the slowest to the fastest round. */
  spread: [number, number];
  p50Ms: number;
  p99Ms: number;
  cpuUs: number;
}

/** The median of some numbers. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (below + above) / 2;
}

/** Summarizes a case at one server. */
export function summarize({ rounds }: CaseResult, server: string): Summary {
  const measured = rounds.flatMap((round) => round[server] ?? []);
  const middle = (name: keyof Measurement) => median(measured.map((each) => each[name]));
  const rates = measured.map(({ perSecond }) => perSecond);
  return {
    perSecond: middle('perSecond'),
    spread: [Math.min(...rates), Math.max(...rates)],
    p50Ms: middle('p50Ms'),
    p99Ms: middle('p99Ms'),
    cpuUs: middle('cpuUs'),
  };
}

/** The median of the ratios of each round: both servers of a round met the same load of the machine. */
export function compare({ rounds }: CaseResult, server: string, other: string, name: keyof Measurement): number {
  return median(
    rounds.flatMap((round) => {
      const [mine, theirs] = [round[server]?.[name], round[other]?.[name]];
      return mine === undefined || theirs === undefined ? [] : [mine / theirs];
    }),
  );
}
