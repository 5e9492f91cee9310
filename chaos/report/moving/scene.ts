import type { RecordedLab } from '../../../page/server/recorded-lab.ts';
import { isMoment, type Moment } from '../../../scripts/explain/moment.ts';
import type { Run } from '../../history.ts';
import type { Verdict } from '../../judge/judge.ts';
import type { Film, Part } from './film.ts';

/** What the parts of a moving picture are drawn from. */
export interface Scene extends RecordedLab {
  run: Run;
  verdict: Verdict;
  moments: Moment[];
  film: Film;
  /** The part of the run that is shown, by the run's clock. */
  fromMs: number;
  toMs: number;
  /** The film's time of a moment of the record, in milliseconds. */
  timeOf(atMs: number): number;
}

export const width = 880;
export const margin = 24;

/** The run's clock is that of its samples; its record has the time of day. */
export function findBeginning({ entries }: RecordedLab, { samples }: Run) {
  const first = entries.find(isMoment);
  return (first?.atMs ?? 0) - (samples[0]?.atMs ?? 0);
}

/** The whole seconds that are shown. */
export function listSeconds({ verdict, run, fromMs, toMs }: Scene) {
  const endMs = Math.min(toMs, run.seconds * 1_000);
  return verdict.seconds.filter(({ second }) => second * 1_000 >= fromMs && (second + 1) * 1_000 <= endMs);
}

/** One part for each moment. */
export function drawMoments({ moments, timeOf }: Scene, draw: (moment: Moment, index: number) => string): Part[] {
  return moments.map((moment, index) => ({ atMs: timeOf(moment.atMs), svg: draw(moment, index) }));
}
