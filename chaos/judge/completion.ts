import type { Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { giveVerdict } from './verdict.ts';

/** A run that ended early, or whose lab could not be mended, proves nothing. */
export function judgeCompletion({ run: { interrupted } }: Evidence): Verdict {
  return giveVerdict('the run went to its end', { figures: {}, details: interrupted ? [interrupted] : [] });
}
