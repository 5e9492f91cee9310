import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { FaultEvent } from '../history.ts';
import { perform } from './acts.ts';
import { hostOf } from './parts.ts';
import type { Step } from './schedule.ts';

export interface ScheduleOptions {
  /** Milliseconds since the run began. */
  nowMs(): number;
  signal: AbortSignal;
  /** Gets each fault as it begins, and each mending. */
  record(event: FaultEvent): void;
}

/** Does every step when its time has come and what it follows has ended; ends with the last, or with a failed one. */
export async function applySchedule(lab: Lab, steps: Step[], options: ScheduleOptions) {
  const beganMs = options.nowMs();
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  // Every step waits for its time, however many there are.
  setMaxListeners(0, signal);
  const ends = new Map<Step, Promise<void>>();
  for (const step of steps.toSorted((one, other) => one.atS - other.atS)) {
    const follows = [...ends].filter(([earlier]) => isAboutSame(earlier, step)).map(([, end]) => end);
    const end = applyStep(lab, step, { ...options, signal, beganMs, follows });
    end.catch((error: unknown) => failure.abort(error));
    ends.set(step, end);
  }
  // Nothing more may happen to the lab once this has ended.
  await Promise.allSettled(ends.values());
  signal.throwIfAborted();
}

// A host is done one thing after the other; what is about the group comes after all that was done to any of them.
function isAboutSame(earlier: Step, { to }: Step) {
  return to === undefined || earlier.to === undefined || earlier.to === to;
}

interface StepOptions extends ScheduleOptions {
  beganMs: number;
  follows: Promise<void>[];
}

async function applyStep(lab: Lab, step: Step, { nowMs, signal, record, beganMs, follows }: StepOptions) {
  await sleep(Math.max(0, beganMs + step.atS * 1_000 - nowMs()), undefined, { signal });
  await Promise.all(follows);
  const event = { what: describeStep(lab, step), ...(step.to && { host: hostOf(lab, step.to).name }) };
  if (!step.mends || isWhole(step)) record({ ...event, atMs: nowMs(), edge: 'begin' });
  if (step.mends && !isWhole(step)) record({ ...event, atMs: nowMs(), edge: 'end' });
  await perform(lab, step);
  if (isWhole(step)) record({ ...event, what: `${event.what} done`, atMs: nowMs(), edge: 'end' });
}

// A step that breaks and mends by itself is a fault of its own, from its beginning to its end.
function isWhole({ act, mends }: Step) {
  return mends === true && ['reload', 'restart', 'reclone'].includes(act);
}

function describeStep(lab: Lab, { act, to, from }: Step) {
  const name = (part: NonNullable<typeof to>) => hostOf(lab, part).name;
  if (!to) return act;
  return from ? `${act} ${name(to)} from ${from.map(name).join(', ')}` : `${act} ${name(to)}`;
}
