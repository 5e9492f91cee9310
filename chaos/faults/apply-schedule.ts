import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/open-lab.ts';
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

/** Does every step when its time has come, several at once where they are; ends with the last of them, or with a failed one. */
export async function applySchedule(lab: Lab, steps: Step[], options: ScheduleOptions) {
  const beganMs = options.nowMs();
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const apply = (step: Step) =>
    applyStep(lab, step, { ...options, signal, beganMs }).catch((error: unknown) => {
      failure.abort(error);
      throw error;
    });
  // Nothing more may happen to the lab once this has ended.
  await Promise.allSettled(steps.map(apply));
  signal.throwIfAborted();
}

async function applyStep(lab: Lab, step: Step, options: ScheduleOptions & { beganMs: number }) {
  const { nowMs, signal, record, beganMs } = options;
  await sleep(Math.max(0, beganMs + step.atS * 1_000 - nowMs()), undefined, { signal });
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
