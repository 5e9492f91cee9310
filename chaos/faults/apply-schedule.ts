import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { FaultEvent } from '../history.ts';
import { runAction } from './actions.ts';
import { createFindHost, type FindHost } from './find-host.ts';
import type { ScheduledAction } from './scenario.ts';

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
  const findHost = await createFindHost(
    lab,
    schedule.flatMap(({ to, from = [] }) => [...(to ? [to] : []), ...from]),
  );
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  // All actions wait for their time with the same signal.
  setMaxListeners(0, signal);
  const ends = new Map<ScheduledAction, Promise<void>>();
  for (const scheduled of schedule.toSorted((one, other) => one.atS - other.atS)) {
    const follows = [...ends].filter(([earlier]) => mustFollow(earlier, scheduled)).map(([, end]) => end);
    const end = applyAction(lab, scheduled, { ...options, signal, beganMs, follows, findHost });
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
  findHost: FindHost;
  follows: Promise<void>[];
}

async function applyAction(
  lab: Lab,
  scheduled: ScheduledAction,
  { nowMs, signal, record, beganMs, findHost, follows }: ActionOptions,
) {
  await sleep(Math.max(0, beganMs + scheduled.atS * 1_000 - nowMs()), undefined, { signal });
  await Promise.all(follows);
  const event = {
    what: describeAction(scheduled, findHost),
    ...(scheduled.to && { host: findHost(scheduled.to).name }),
  };
  if (!scheduled.mends || mendsItself(scheduled)) record({ ...event, atMs: nowMs(), edge: 'begin' });
  if (scheduled.mends && !mendsItself(scheduled)) record({ ...event, atMs: nowMs(), edge: 'end' });
  await runAction(lab, scheduled, findHost);
  if (mendsItself(scheduled)) record({ ...event, what: `${event.what} done`, atMs: nowMs(), edge: 'end' });
}

// These break and mend in one action: the fault lasts as long as the action.
function mendsItself({ action, mends }: ScheduledAction) {
  return mends === true && ['reload', 'restart', 'reclone'].includes(action);
}

function describeAction({ action, to, from }: ScheduledAction, findHost: FindHost) {
  if (!to) return action;
  const others = from?.map((alias) => findHost(alias).name).join(', ');
  return others ? `${action} ${findHost(to).name} from ${others}` : `${action} ${findHost(to).name}`;
}
