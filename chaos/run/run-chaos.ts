import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, openLab } from '../../scripts/lab/open-lab.ts';
import { UserError } from '../../scripts/messages/user-error.ts';
import { actAs } from '../../scripts/record/actor.ts';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import { onCallerGone } from '../../scripts/targets/ssh/caller.ts';
import type { Scenario } from '../faults/scenario.ts';
import { renderSummary } from '../report/summary.ts';
import { enterVariant } from './enter-variant.ts';
import { openMatrix } from './matrix-folder.ts';
import { describeFolder } from './run-folder.ts';
import { type MatrixOptions, runMatrix } from './run-matrix.ts';
import type { ScenarioResult } from './run-scenario.ts';

export type ChaosOptions = Pick<
  MatrixOptions,
  'variants' | 'repeat' | 'ratePerSecond' | 'clients' | 'seconds' | 'seed' | 'through'
>;

/** Runs scenarios, prints the result of each, and leaves the lab whole. */
export async function runChaos(scenarios: Scenario[], options: ChaosOptions): Promise<ScenarioResult[]> {
  actAs('chaos');
  const lab = await openLab();
  const interruption = abortOnSignals(lab);
  console.log(`Seed ${options.seed}. Ctrl-C ends the run and mends the lab.`);
  const run = async () => {
    const reporter = await createReporter(lab, scenarios.length * options.variants.length * options.repeat);
    return await runMatrix(scenarios, { ...options, ...reporter, progress, signal: interruption.signal });
  };
  try {
    const results = await withChaosLock(lab, () => withVariantRestored(lab, run));
    if (results.length === 0) throw new UserError('Every scenario was skipped, for the reasons above');
    if (results.some(({ verdict }) => !verdict.valid)) process.exitCode = 1;
    return results;
  } catch (error) {
    if (!interruption.signal.aborted || error instanceof UserError) throw error;
    throw new UserError('Interrupted; the lab has been mended', { next: './lab status' });
  }
}

function progress(text: string) {
  console.log(`  … ${text}`);
}

// One run needs no table.
async function createReporter(lab: Lab, runs: number) {
  const matrix = runs > 1 ? await openMatrix(lab) : undefined;
  if (matrix) console.log(`The table of all runs: ${describeFolder(lab, matrix.dir)}`);
  return {
    async onResult(result: ScenarioResult) {
      console.log(renderSummary({ ...result, dir: describeFolder(lab, result.dir) }));
      await matrix?.add(result);
    },
    onSkip(scenario: Scenario, reason: string) {
      console.log(`${scenario.name}: skipped, ${reason}`);
      matrix?.skip(scenario, reason);
    },
  };
}

/** Lets one run break a lab at a time. Not the commands' lock: the caretaker and `recover` must be able to change it. */
export async function withChaosLock<T>({ config }: Lab, work: () => Promise<T>) {
  const dir = join(config.stateDir, 'chaos');
  await mkdir(dir, { recursive: true });
  return await withCommandLock(dir, work);
}

// The lab returns to the variant it was in.
async function withVariantRestored<T>({ record }: Lab, work: () => Promise<T>) {
  const before = record.naive ? 'naive' : 'hardened';
  try {
    return await work();
  } finally {
    await enterVariant(before);
  }
}

/** Ends a run in good order on the first Ctrl-C; the second ends the program at once. */
export function abortOnSignals({ config }: Lab) {
  const interruption = new AbortController();
  if (config.caller) onCallerGone(() => interruption.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  return interruption;
}
