import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { FaultEvent } from '../history.ts';
import { runAction } from './actions.ts';
import { findHost } from './find-host.ts';
import type { HostAlias, ScheduledAction } from './scenario.ts';

export interface ScheduleOptions {
  /** Milliseconds since the run began. */
  nowMs(): number;
  signal: AbortSignal;
  /** Called when a fault begins, and when it is mended. */
  record(event: FaultEvent): void;
}

/** Runs each action at its time, once the actions it follows have ended; throws when one fails. */
export async function applySchedule(lab: Lab, schedule: ScheduledAction[], options: ScheduleOptions) {
  const beganMs = options.nowMs();
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  // All actions wait for their time with the same signal.
  setMaxListeners(0, signal);
  const ends = new Map<ScheduledAction, Promise<void>>();
  for (const scheduled of schedule.toSorted((one, other) => one.atS - other.atS)) {
    const follows = [...ends].filter(([earlier]) => mustFollow(earlier, scheduled)).map(([, end]) => end);
    const end = applyAction(lab, scheduled, { ...options, signal, beganMs, follows });
    end.catch((error: unknown) => failure.abort(error));
    ends.set(scheduled, end);
  }
  // No action may still be running when this returns.
  await Promise.allSettled(ends.values());
  signal.throwIfAborted();
}

// Actions on one host run one after another; an action on the group waits for all before it.
function mustFollow(earlier: ScheduledAction, { to }: ScheduledAction) {
  return to === undefined || earlier.to === undefined || earlier.to === to;
}

interface ActionOptions extends ScheduleOptions {
  beganMs: number;
  follows: Promise<void>[];
}

async function applyAction(
  lab: Lab,
  scheduled: ScheduledAction,
  { nowMs, signal, record, beganMs, follows }: ActionOptions,
) {
  await sleep(Math.max(0, beganMs + scheduled.atS * 1_000 - nowMs()), undefined, { signal });
  await Promise.all(follows);
  const event = {
    what: describeAction(lab, scheduled),
    ...(scheduled.to && { host: findHost(lab, scheduled.to).name }),
  };
  if (!scheduled.mends || mendsItself(scheduled)) record({ ...event, atMs: nowMs(), edge: 'begin' });
  if (scheduled.mends && !mendsItself(scheduled)) record({ ...event, atMs: nowMs(), edge: 'end' });
  await runAction(lab, scheduled);
  if (mendsItself(scheduled)) record({ ...event, what: `${event.what} done`, atMs: nowMs(), edge: 'end' });
}

// These break and mend in one action: the fault lasts as long as the action.
function mendsItself({ action, mends }: ScheduledAction) {
  return mends === true && ['reload', 'restart', 'reclone'].includes(action);
}

function describeAction(lab: Lab, { action, to, from }: ScheduledAction) {
  const name = (alias: HostAlias) => findHost(lab, alias).name;
  if (!to) return action;
  return from ? `${action} ${name(to)} from ${from.map(name).join(', ')}` : `${action} ${name(to)}`;
}
