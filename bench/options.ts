/** What can be measured. */
export const partNames = ['routes', 'logins', 'memory', 'growth', 'way', 'processes', 'price', 'alone'] as const;
export type Part = (typeof partNames)[number];

export const dataNames = ['small', 'large'] as const;
export type DataSize = (typeof dataNames)[number];

/** What a run measures, and how thoroughly. */
export interface BenchOptions {
  parts: Part[];
  data: DataSize[];
  rounds: number;
  seconds: number;
  connections: number;
  loginSeconds: number;
  /** How long memory is watched. */
  minutes: number;
  /** The routes whose names match. */
  only: RegExp;
  /** Files that say how other back ends are started. */
  peers: string[];
}
