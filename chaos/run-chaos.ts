import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, openLab } from '../scripts/open-lab.ts';
import { withCommandLock } from '../scripts/state/command-lock.ts';
import { UserError } from '../scripts/user-error.ts';
import { enterVariant } from './enter-variant.ts';
import { renderTime, resultsDir } from './evidence.ts';
import type { Scenario } from './faults/schedule.ts';
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
  const interruption = interruptible();
  const run = () => runMatrix(scenarios, { ...options, ...reporting, signal: interruption.signal });
  console.log(`Seed ${options.seed}. Ctrl-C ends the run and mends the lab.`);
  try {
    const results = await alone(lab, () => inEitherVariant(lab, options, run));
    if (results.length > 1) await writeMatrix(lab, results);
    if (results.some(({ judgement }) => !judgement.valid)) process.exitCode = 1;
  } catch (error) {
    if (!interruption.signal.aborted || error instanceof UserError) throw error;
    throw new UserError('Interrupted; what was broken has been mended', { next: 'npm run lab -- status' });
  }
}

const reporting = {
  progress: (text: string) => console.log(`  … ${text}`),
  onResult: (result: ScenarioResult) => console.log(renderSummary(result)),
  onSkip: ({ name }: Scenario, reason: string) => console.log(`${name}: skipped, ${reason}`),
};

// Not the lock of the commands: the caretaker and `recover` are to do their work meanwhile.
async function alone<T>({ config }: Lab, work: () => Promise<T>) {
  const dir = join(config.stateDir, 'chaos');
  await mkdir(dir, { recursive: true });
  return await withCommandLock(dir, work);
}

// Where both variants were run, the lab goes back to the one it was in.
async function inEitherVariant<T>({ record }: Lab, { variants }: ChaosOptions, work: () => Promise<T>) {
  const before = record.naive ? 'naive' : 'hardened';
  try {
    return await work();
  } finally {
    if (variants.length > 1) await enterVariant(before);
  }
}

// The second Ctrl-C ends the program where it is.
function interruptible() {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  return interruption;
}

async function writeMatrix(lab: Lab, results: ScenarioResult[]) {
  const dir = join(resultsDir(lab), 'matrix');
  await mkdir(dir, { recursive: true });
  const path = join(dir, `${renderTime(new Date())}.json`);
  const rows = results.map(({ run: { operations: _, samples: __, finals: ___, ...run }, judgement, dir }) => {
    return { run, judgement, dir };
  });
  await writeFile(path, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`All runs: ${path}`);
}
