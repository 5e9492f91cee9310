import type { Attempt } from './attempt.ts';
import { isConflict } from './failures.ts';
import type { Operation } from './operations.ts';

/**
 * Whether it has to be found out now if an earlier run of this operation was committed after all. A run that lost against another
 * member almost certainly was not: it may be run again under the same id, which lets only one run through, and the question is put
 * off until somebody would be told anything else than that it was committed.
 */
export function needsSettling({ verdict, ...attempt }: Attempt<unknown>, { isDoubtful }: Operation): boolean {
  if (!isDoubtful || verdict === 'safe') return false;
  return verdict !== 'unknown' || !('failure' in attempt && isConflict(attempt.failure));
}
