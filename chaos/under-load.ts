import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../scripts/lab/open-lab.ts';
import { applySchedule } from './faults/apply-schedule.ts';
import type { Scenario } from './faults/schedule.ts';
import type { FaultEvent, Operation, Run } from './history.ts';
import { type LoadOptions, startLoad } from './load/load.ts';
import { waitUntilWhole } from './mend.ts';
import { startSampler } from './watch/sampler.ts';

export interface UnderLoadOptions extends Omit<LoadOptions, 'record'> {
  /** The load lasts at least this long. */
  seconds: number;
  signal: AbortSignal;
  progress(text: string): void;
  /** Gets each operation as it ends. */
  append(operation: Operation): void;
}

// What was broken has to come back while requests arrive, and go on working for a moment.
const wholeTimeoutMs = 120_000;
const tailMs = 4_000;

/** Applies a schedule while requests arrive, until the lab is whole again; gives everything that was seen. */
export async function observeUnderLoad(
  lab: Lab,
  { steps }: Pick<Scenario, 'steps'>,
  { seconds, signal, progress, append, ...options }: UnderLoadOptions,
): Promise<Pick<Run, 'operations' | 'faults' | 'samples' | 'interrupted'>> {
  const operations: Operation[] = [];
  const faults: FaultEvent[] = [];
  const record = (operation: Operation) => {
    operations.push(operation);
    append(operation);
  };
  const { nowMs } = options;
  const load = await startLoad({ ...options, record });
  const sampler = startSampler(lab, { nowMs });
  const note = (event: FaultEvent) => {
    faults.push(event);
    progress(`${(event.atMs / 1_000).toFixed(1)} s: ${event.what}`);
  };
  const act = async () => {
    const endsAtMs = nowMs() + seconds * 1_000;
    await applySchedule(lab, steps, { nowMs, signal, record: note });
    progress('waiting until the lab is whole');
    const isWhole = await waitUntilWhole(lab, { timeoutMs: wholeTimeoutMs, signal });
    await sleep(Math.max(tailMs, endsAtMs - nowMs()), undefined, { signal });
    return isWhole ? {} : { interrupted: `the lab did not become whole by itself in ${wholeTimeoutMs / 1_000} s` };
  };
  let end = {};
  try {
    end = await act();
  } finally {
    await load.stop();
    await sampler.stop();
  }
  return { operations, faults, samples: sampler.samples, ...end };
}
