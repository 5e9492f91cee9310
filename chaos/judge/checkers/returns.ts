import type { Sample } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import type { RunFacts } from '../run-facts.ts';

/** HAProxy routes clients to a returning member only once it is ONLINE. */
export function judgeReturns({ run: { samples } }: RunFacts): CheckResult {
  const early = samples.flatMap((sample, index) => findEarlyReturns(sample, samples[index - 1], samples[index + 1]));
  return checkResult('members get clients only when ONLINE', { figures: { early: early.length }, details: early });
}

// What a member says after a silence may be an answer of up to 2 s ago: the next one has to say the same.
function findEarlyReturns({ atMs, members }: Sample, before: Sample | undefined, after: Sample | undefined) {
  return Object.entries(members)
    .filter(([, { routed, state }]) => routed && state === 'RECOVERING')
    .filter(([name]) => before?.members[name]?.routed === false)
    .filter(([name]) => before?.members[name]?.state !== 'DOWN' || after?.members[name]?.state === 'RECOVERING')
    .map(([name, { state }]) => `${name} was routed to at ${(atMs / 1_000).toFixed(1)} s while ${state}`);
}
