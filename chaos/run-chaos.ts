import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, openLab } from '../scripts/lab/open-lab.ts';
import { UserError } from '../scripts/messages/user-error.ts';
import { withCommandLock } from '../scripts/state/command-lock.ts';
import { onCallerGone } from '../scripts/targets/ssh/caller.ts';
import { enterVariant } from './enter-variant.ts';
import { showPlace } from './evidence.ts';
import type { Scenario } from './faults/schedule.ts';
import { openMatrix } from './matrix-file.ts';
import { renderSummary } from './render-summary.ts';
import { type MatrixOptions, runMatrix } from './run-matrix.ts';
import type { ScenarioResult } from './run-scenario.ts';

export type ChaosOptions = Pick<
  MatrixOptions,
  'variants' | 'repeat' | 'ratePerSecond' | 'clients' | 'seconds' | 'seed'
>;

/** Runs scenarios as a person asked for them, prints what came of each, and leaves the lab whole. */
export async function runChaos(scenarios: Scenario[], options: ChaosOptions) {
  const lab = await openLab();
  const interruption = interruptible(lab);
  console.log(`Seed ${options.seed}. Ctrl-C ends the run and mends the lab.`);
  const run = async () => {
    const reporter = await createReporter(lab, scenarios.length * options.variants.length * options.repeat);
    return await runMatrix(scenarios, { ...options, ...reporter, progress, signal: interruption.signal });
  };
  try {
    const results = await alone(lab, () => thenGoBack(lab, run));
    if (results.length === 0) throw new UserError('Nothing was run: all of it was skipped, for the reasons above');
    if (results.some(({ judgement }) => !judgement.valid)) process.exitCode = 1;
  } catch (error) {
    if (!interruption.signal.aborted || error instanceof UserError) throw error;
    throw new UserError('Interrupted; what was broken has been mended', { next: './lab status' });
  }
}

function progress(text: string) {
  console.log(`  … ${text}`);
}

// One run needs no table.
async function createReporter(lab: Lab, runs: number) {
  const matrix = runs > 1 ? await openMatrix(lab) : undefined;
  if (matrix) console.log(`The table of all runs: ${showPlace(lab, matrix.dir)}`);
  return {
    async onResult(result: ScenarioResult) {
      console.log(renderSummary({ ...result, dir: showPlace(lab, result.dir) }));
      await matrix?.add(result);
    },
    onSkip(scenario: Scenario, reason: string) {
      console.log(`${scenario.name}: skipped, ${reason}`);
      matrix?.skip(scenario, reason);
    },
  };
}

// Not the lock of the commands: the caretaker and `recover` are to do their work meanwhile.
async function alone<T>({ config }: Lab, work: () => Promise<T>) {
  const dir = join(config.stateDir, 'chaos');
  await mkdir(dir, { recursive: true });
  return await withCommandLock(dir, work);
}

// Whichever variant was run, the lab goes back to the one it was in.
async function thenGoBack<T>({ record }: Lab, work: () => Promise<T>) {
  const before = record.naive ? 'naive' : 'hardened';
  try {
    return await work();
  } finally {
    await enterVariant(before);
  }
}

// The second Ctrl-C ends the program where it is.
function interruptible({ config }: Lab) {
  const interruption = new AbortController();
  if (config.caller) onCallerGone(() => interruption.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  return interruption;
}
