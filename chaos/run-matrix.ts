import { enterVariant, type Variant } from './enter-variant.ts';
import { findLack } from './faults/find-lack.ts';
import type { Scenario } from './faults/schedule.ts';
import { type RunOptions, runScenario, type ScenarioResult } from './run-scenario.ts';

export interface MatrixOptions extends RunOptions {
  repeat: number;
  variants: Variant[];
  /** Called after each run. */
  onResult(result: ScenarioResult): Promise<void>;
  /** Called for each scenario that this lab cannot have, with the reason. */
  onSkip(scenario: Scenario, reason: string): void;
}

interface Turn {
  scenario: Scenario;
  variant: Variant;
}

/** Runs every scenario as often as wanted, the variants in turns, so that both meet the same weather. */
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
    const lack = findLack(scenario, lacks);
    if (lack) onSkip(scenario, lack);
    return lack === undefined;
  });
}
