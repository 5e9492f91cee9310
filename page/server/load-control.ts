import { type Outcome, spawnLab } from './actions.ts';

const maxRate = 200;

/** Runs ./lab load for the page: one load at a time, at the rate that was set last; 0 ends it. */
export function createLoadControl(environment: Record<string, string>) {
  let child: ReturnType<typeof spawnLab> | undefined;
  const begin = (ratePerSecond: number) => {
    const started = spawnLab(['load', '--rate', String(ratePerSecond)], environment);
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.on('error', forget).on('close', forget);
    // What it prints is in the record, too; the pipe must not fill.
    started.stdout.resume();
    started.stderr.on('data', (part: Buffer) => console.log(`${new Date().toISOString()} load: ${part}`));
    // It may end while a rate is on its way to it.
    started.stdin.on('error', () => undefined);
    child = started;
  };
  return {
    set(ratePerSecond: unknown): Outcome {
      if (!isRate(ratePerSecond)) return { done: false, text: `A rate is a whole number from 0 to ${maxRate}.` };
      if (!child && ratePerSecond > 0) begin(ratePerSecond);
      else child?.stdin.write(ratePerSecond === 0 ? 'stop\n' : `rate ${ratePerSecond}\n`);
      return { done: true, text: '' };
    },
  };
}

const isRate = (rate: unknown): rate is number =>
  Number.isInteger(rate) && Number(rate) >= 0 && Number(rate) <= maxRate;
