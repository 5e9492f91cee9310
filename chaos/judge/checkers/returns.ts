import type { Sample } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import type { RunFacts } from '../run-facts.ts';

/** HAProxy routes clients to a returning member only once it is ONLINE. */
export function judgeReturns({ run: { samples } }: RunFacts): CheckResult {
  const early = samples.flatMap((sample, index) => findEarlyReturns(samples[index - 1], sample));
  return checkResult('members get clients only when ONLINE', { figures: { early: early.length }, details: early });
}

function findEarlyReturns(before: Sample | undefined, { atMs, members }: Sample) {
  return Object.entries(members)
    .filter(([name, { routed, state }]) => routed && state === 'RECOVERING' && before?.members[name]?.routed === false)
    .map(([name, { state }]) => `${name} was routed to at ${(atMs / 1_000).toFixed(1)} s while ${state}`);
}
