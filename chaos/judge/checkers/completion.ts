import { type CheckResult, checkResult } from '../check-result.ts';
import type { RunFacts } from '../run-facts.ts';

/** A run that ended early, or whose lab could not be mended, is not valid. */
export function judgeCompletion({ run: { interrupted } }: RunFacts): CheckResult {
  return checkResult('the run went to its end', { figures: {}, details: interrupted ? [interrupted] : [] });
}
