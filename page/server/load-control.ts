import { isLoadAlive, silentAfterMs } from '../../scripts/record/load-alive.ts';
import { readRecord } from '../../scripts/record/reader.ts';
import type { Outcome, spawnLab } from './actions.ts';

const maxRate = 200;

export interface LoadControlOptions {
  /** The folder of the record, in which loads tell what they count. */
  dir: string;
  /** Starts ./lab with these words. */
  start(words: string[]): ReturnType<typeof spawnLab>;
}

/** Runs ./lab load for the page: one load at a time, at the rate that was set last; 0 ends it. */
export function createLoadControl({ dir, start }: LoadControlOptions) {
  let load: { child: ReturnType<typeof spawnLab>; isEnding: boolean } | undefined;
  const begin = (ratePerSecond: number) => {
    const started = { child: start(['load', '--rate', String(ratePerSecond)]), isEnding: false };
    const { child } = started;
    const forget = () => {
      if (load === started) load = undefined;
    };
    child.on('error', forget).on('close', forget);
    // What it prints is in the record, too; the pipe must not fill.
    child.stdout.resume();
    child.stderr.on('data', (part: Buffer) => console.log(`${new Date().toISOString()} load: ${part}`));
    // It may end while a rate is on its way to it.
    child.stdin.on('error', () => undefined);
    load = started;
  };
  return {
    set(ratePerSecond: unknown): Outcome {
      if (!isRate(ratePerSecond)) return refuse(`A rate is a whole number from 0 to ${maxRate}.`);
      if (load?.isEnding) return refuse('The load has been told to stop. Wait for its verdict.');
      if (!load && hasLiveLoad(dir)) return refuse('This load was not begun here: end it where it was begun.');
      if (!load && ratePerSecond === 0) return refuse('There is no load to stop.');
      if (load) load.isEnding = ratePerSecond === 0;
      if (load) load.child.stdin.write(ratePerSecond === 0 ? 'stop\n' : `rate ${ratePerSecond}\n`);
      else begin(ratePerSecond);
      return { done: true, text: '' };
    },
    /** Ends the load before the page's own end: it judges what it has counted so far. */
    end() {
      load?.child.kill('SIGTERM');
    },
  };
}

const refuse = (text: string): Outcome => ({ done: false, text });

const isRate = (rate: unknown): rate is number =>
  Number.isInteger(rate) && Number(rate) >= 0 && Number(rate) <= maxRate;

function hasLiveLoad(dir: string) {
  const nowMs = Date.now();
  const lines = [...readRecord(dir, { sinceMs: nowMs - silentAfterMs })];
  return isLoadAlive(
    lines.findLast((line) => line.type === 'load'),
    nowMs,
  );
}
