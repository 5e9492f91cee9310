import type { Scenario } from '../faults/scenario.ts';
import { findSkipReason } from '../faults/skip-reason.ts';
import { enterVariant, type Variant } from './enter-variant.ts';
import { type RunOptions, runScenario, type ScenarioResult } from './run-scenario.ts';

export interface MatrixOptions extends RunOptions {
  repeat: number;
  variants: Variant[];
  /** Called after each run. */
  onResult(result: ScenarioResult): Promise<void>;
  /** Called for each scenario that cannot run in this lab, with the reason. */
  onSkip(scenario: Scenario, reason: string): void;
}

interface Turn {
  scenario: Scenario;
  variant: Variant;
}

/** Runs every scenario `repeat` times, the variants in turns, so that noise of the machine hits both. */
export async function runMatrix(scenarios: Scenario[], options: MatrixOptions): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  const possible = await skipImpossible(scenarios, options);
  const turns = possible.flatMap((scenario) => options.variants.map((variant): Turn => ({ scenario, variant })));
  for (let round = 1; round <= options.repeat; round += 1) {
    for (const { scenario, variant } of turns) {
      options.signal.throwIfAborted();
      const lab = await enterVariant(variant);
      options.progress(`${scenario.name}, ${variant}, ${round} of ${options.repeat}`);
      const result = await runScenario(lab, scenario, options);
      await options.onResult(result);
      results.push(result);
    }
  }
  return results;
}

async function skipImpossible(scenarios: Scenario[], { variants, onSkip }: MatrixOptions) {
  const { target } = await enterVariant(variants[0] ?? 'hardened');
  const lacks = await target.faults?.findLacks();
  return scenarios.filter((scenario) => {
    const reason = findSkipReason(scenario, { hosts: target.hosts, lacks });
    if (reason) onSkip(scenario, reason);
    return reason === undefined;
  });
}
