import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../scripts/config.ts';
import { openLab } from '../scripts/open-lab.ts';
import { UserError } from '../scripts/user-error.ts';
import { enterVariant } from './enter-variant.ts';
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
  const wasNaive = (await openLab()).record.naive ?? false;
  const interruption = interruptible();
  console.log(`Seed ${options.seed}. Ctrl-C ends the run and mends the lab.`);
  try {
    const results = await runMatrix(scenarios, {
      ...options,
      signal: interruption.signal,
      progress: (text) => console.log(`  … ${text}`),
      onResult: (result) => console.log(renderSummary(result)),
      onSkip: ({ name }, reason) => console.log(`${name}: skipped, ${reason}`),
    });
    if (results.length > 1) await writeMatrix(results);
    if (results.some(({ judgement }) => !judgement.valid)) process.exitCode = 1;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    throw new UserError('Interrupted; what was broken has been mended', { next: 'npm run lab -- status' });
  } finally {
    if (options.variants.length > 1) await enterVariant(wasNaive ? 'naive' : 'hardened');
  }
}

// The second Ctrl-C ends the program where it is.
function interruptible() {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
  return interruption;
}

async function writeMatrix(results: ScenarioResult[]) {
  const dir = join(projectDir, 'results/matrix');
  await mkdir(dir, { recursive: true });
  const path = join(dir, `${new Date().toISOString().replaceAll(/[:.]/g, '')}.json`);
  const rows = results.map(({ run: { operations: _, samples: __, finals: ___, ...run }, judgement, dir }) => {
    return { run, judgement, dir };
  });
  await writeFile(path, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`All runs: ${path}`);
}
