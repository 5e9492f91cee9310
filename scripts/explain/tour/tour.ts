import type { LoadLine } from '../../record/lines.ts';
import { type Entry, isMoment, type Moment } from '../moment.ts';

/** One step of the tour: what to do, what will be seen, and why. */
export interface TourStep {
  title: string;
  todo: string;
  see: string;
  why: string;
  goals: Goal[];
}

/** Something that the record must show before the tour goes on. */
export interface Goal {
  text: string;
  /** The commands of ./lab that lead there, carried out at once; left out where the lab comes there by itself. */
  commands?: string[][];
  /** The load that leads there, in requests a second; 0 ends the one under way. */
  ratePerSecond?: number;
  isReached(seen: Seen): boolean;
}

/** What the record has shown since the goal before was reached. */
export interface Seen {
  now: Moment;
  /** The first moment since then. */
  before: Moment;
  /** Writes that the API has answered. */
  writes: number;
  load?: LoadLine;
  /** The most transactions that a member had since the tour began. */
  mostTransactions: number;
}

/** How far a tour has come. */
export interface Progress extends Partial<Seen> {
  goals: Goal[];
  /** When each goal was reached, in their order. */
  reachedMs: number[];
}

export const beginTour = (steps: TourStep[]): Progress => ({
  goals: steps.flatMap(({ goals }) => goals),
  reachedMs: [],
});

/** The progress after one more entry of the record; each entry reaches one goal at most. */
export function advanceTour(progress: Progress, entry: Entry): Progress {
  if (entry.type === 'load') return { ...progress, load: entry };
  if (!isMoment(entry)) return progress;
  const seen = look(progress, entry);
  const goal = progress.goals[progress.reachedMs.length];
  if (!goal?.isReached(seen)) return { ...progress, ...seen };
  const { goals, reachedMs } = progress;
  const { mostTransactions } = seen;
  return { goals, reachedMs: [...reachedMs, entry.atMs], mostTransactions, before: entry, writes: 0 };
}

function look({ before, writes = 0, load, mostTransactions = 0 }: Progress, now: Moment): Seen {
  const counts = Object.values(now.members).map((member) => (member.answers ? member.transactions : 0));
  return {
    now,
    before: before ?? now,
    // The counts of the first moment are of a time before it.
    writes: before ? writes + (now.api?.writes ?? 0) : 0,
    ...(load && { load }),
    mostTransactions: Math.max(mostTransactions, ...counts),
  };
}

export interface GoalPlace {
  goal: Goal;
  /** When it was reached; undefined while it is not. */
  reachedMs?: number;
  /** Whether it is the one to be reached next. */
  isNext: boolean;
}

/** The goals of a step, with what has been reached of them. */
export function placeGoals(steps: TourStep[], step: TourStep, { reachedMs }: Progress): GoalPlace[] {
  const first = steps.slice(0, steps.indexOf(step)).reduce((sum, { goals }) => sum + goals.length, 0);
  return step.goals.map((goal, index) => ({
    goal,
    reachedMs: reachedMs[first + index],
    isNext: reachedMs.length === first + index,
  }));
}

/** The step that comes next; undefined once all are done. */
export function findStep(steps: TourStep[], progress: Progress) {
  return steps.find((step) => placeGoals(steps, step, progress).some(({ isNext }) => isNext));
}
