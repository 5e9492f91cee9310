import type { Counts } from '../measure/database-work.ts';
import type { Volley } from '../measure/fire.ts';

/** One volley at one server, with the processor time the server used for each request. */
export interface Shot extends Volley {
  cpuUs: number;
}

/** Everything measured of one case, round by round, by the name of the server. */
export interface CaseResult {
  name: string;
  kind: 'read' | 'write' | 'mix';
  rounds: Record<string, Shot>[];
  /** What a request costs the database; undefined for servers whose work was not counted. */
  work: Record<string, Counts | undefined>;
}

/** The middle of what one server did in all rounds. */
export interface Middle {
  perSecond: number;
  /** From the slowest to the fastest round. */
  spread: [number, number];
  p50Ms: number;
  p99Ms: number;
  cpuUs: number;
  work: Counts | undefined;
}

/** The middle of some numbers. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [below = Number.NaN, above = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (below + above) / 2;
}

/** What one server did in a case. */
export function summarize({ rounds, work }: CaseResult, server: string): Middle {
  const shots = rounds.flatMap((round) => round[server] ?? []);
  const middle = (name: keyof Shot) => median(shots.map((shot) => shot[name]));
  const rates = shots.map(({ perSecond }) => perSecond);
  return {
    perSecond: middle('perSecond'),
    spread: [Math.min(...rates), Math.max(...rates)],
    p50Ms: middle('p50Ms'),
    p99Ms: middle('p99Ms'),
    cpuUs: middle('cpuUs'),
    work: work[server],
  };
}

/** The middle of the ratios of each round: both servers of a round saw the same weather. */
export function compare({ rounds }: CaseResult, server: string, other: string, name: keyof Shot): number {
  return median(
    rounds.flatMap((round) => {
      const [mine, theirs] = [round[server]?.[name], round[other]?.[name]];
      return mine === undefined || theirs === undefined ? [] : [mine / theirs];
    }),
  );
}
