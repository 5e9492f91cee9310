import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import { recordActions } from '../../scripts/lab/record-actions.ts';
import type { RecordWriter } from '../../scripts/record/writer.ts';
import { startWatcher } from '../../scripts/watch/watcher.ts';
import { applySchedule } from '../faults/apply-schedule.ts';
import type { Scenario } from '../faults/scenario.ts';
import type { ClientRequest, FaultEvent, Run, Sample } from '../history.ts';
import { type LoadOptions, startLoad } from '../load/load.ts';
import { waitUntilWhole } from './mend.ts';
import { toRunSample } from './run-samples.ts';

export interface UnderLoadOptions extends Omit<LoadOptions, 'record'> {
  /** The load lasts at least this long. */
  seconds: number;
  signal: AbortSignal;
  progress(text: string): void;
  /** Gets each request as it ends. */
  append(request: ClientRequest): void;
  /** The run's own record. */
  writer: RecordWriter;
}

// The lab must become whole while requests arrive, and stay so for a moment.
const wholeTimeoutMs = 120_000;
const tailMs = 4_000;

/** Applies a schedule under load until the lab is whole again, and returns everything that was seen. */
export async function observeUnderLoad(
  lab: Lab,
  { schedule }: Pick<Scenario, 'schedule'>,
  { seconds, signal, progress, append, writer, ...options }: UnderLoadOptions,
): Promise<Pick<Run, 'requests' | 'faults' | 'samples' | 'interrupted'>> {
  const requests: ClientRequest[] = [];
  const faults: FaultEvent[] = [];
  const record = (request: ClientRequest) => {
    requests.push(request);
    append(request);
  };
  const { nowMs } = options;
  const load = await startLoad({ ...options, record });
  const samples: Sample[] = [];
  const clock = { beganAtMs: Date.now() - Math.round(nowMs()), hosts: lab.target.hosts };
  const watcher = startWatcher(lab, { writer, onSample: (sample) => samples.push(toRunSample(sample, clock)) });
  const note = (event: FaultEvent) => {
    faults.push(event);
    progress(`${(event.atMs / 1_000).toFixed(1)} s: ${event.what}`);
  };
  const breakAndMend = async () => {
    const endsAtMs = nowMs() + seconds * 1_000;
    // What is done to hosts is written into the run's record, too.
    const recorded = { ...lab, target: recordActions(lab.target, writer) };
    await applySchedule(recorded, schedule, { nowMs, signal, record: note });
    progress('waiting until the lab is whole');
    const isWhole = await waitUntilWhole(lab, { timeoutMs: wholeTimeoutMs, signal });
    await sleep(Math.max(tailMs, endsAtMs - nowMs()), undefined, { signal });
    return isWhole ? {} : { interrupted: `the lab did not become whole by itself in ${wholeTimeoutMs / 1_000} s` };
  };
  let end = {};
  try {
    end = await breakAndMend();
  } finally {
    await load.stop();
    await watcher.stop();
  }
  return { requests, faults, samples, ...end };
}
