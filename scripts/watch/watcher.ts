import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SampleLine } from '../record/lines.ts';
import { findMark } from '../record/log-marks.ts';
import type { RecordWriter } from '../record/writer.ts';
import { createBeat, intervalMs } from './beat.ts';
import { createSampler, type WatchedLab } from './sampler.ts';

export interface WatchOptions {
  writer: RecordWriter;
  /** Called with each sample, after it was written. */
  onSample?(sample: SampleLine): void;
  /** Takes fewer samples where they would cost more than a program beside the lab may take. */
  isModest?: boolean;
}

/** Records samples and log marks of a lab until it is stopped. */
export function startWatcher(lab: WatchedLab, options: WatchOptions) {
  const { writer } = options;
  const end = new AbortController();
  const { signal } = end;
  // The log of each host is followed with the same signal.
  setMaxListeners(0, signal);
  const about = { type: 'watch', pid: process.pid, intervalMs } as const;
  writer.append({ ...about, atMs: Date.now(), edge: 'begin' });
  const work = [recordSamples(lab, { ...options, signal }), ...followLogs(lab, { writer, signal })];
  return {
    async stop() {
      end.abort();
      await Promise.all(work);
      writer.append({ ...about, atMs: Date.now(), edge: 'end' });
    },
  };
}

type Watching = WatchOptions & { signal: AbortSignal };

async function recordSamples(lab: WatchedLab, { writer, onSample, isModest, signal }: Watching) {
  const sampler = createSampler(lab);
  const restAfter = createBeat({ isModest });
  while (!signal.aborted) {
    const startedMs = performance.now();
    const sample = await sampler.take();
    writer.append(sample);
    onSample?.(sample);
    await sleep(restAfter(performance.now() - startedMs), undefined, { signal }).catch(() => undefined);
  }
  sampler.close();
}

function followLogs({ target }: WatchedLab, watching: Watching) {
  const sources = [...target.hosts, { name: 'caretaker', role: 'caretaker' }];
  return sources.map((source) => followLog(target, source, watching));
}

const retryMs = 2_000;

async function followLog(target: WatchedLab['target'], host: LoggingHost, watching: Watching) {
  const { signal } = watching;
  while (!signal.aborted) {
    await recordMarks(target, host, watching).catch(() => undefined);
    await sleep(retryMs, undefined, { signal }).catch(() => undefined);
  }
}

interface LoggingHost {
  name: string;
  role: string;
}

// A server that fails again and again writes the same lines again and again.
const maxMarksPerSecond = 20;

async function recordMarks(target: WatchedLab['target'], { name, role }: LoggingHost, { writer, signal }: Watching) {
  const budget = createBudget(maxMarksPerSecond);
  for await (const line of target.logs({ name }, { lines: 0, follow: true, signal })) {
    const seenMs = Date.now();
    const mark = findMark(role, line);
    if (!mark || !budget(seenMs)) continue;
    const { atMs = seenMs, source, mark: word, level, text } = mark;
    const timed = mark.atMs !== undefined;
    writer.append({ type: 'log', atMs, timed, host: name, source, mark: word, level, text: text.slice(0, 500) });
  }
}

function createBudget(perSecond: number) {
  let second = 0;
  let used = 0;
  return (atMs: number) => {
    const now = Math.floor(atMs / 1_000);
    used = now === second ? used + 1 : 1;
    second = now;
    return used <= perSecond;
  };
}
