import type { Sample, Verdict } from '../history.ts';
import type { Evidence } from './evidence.ts';
import { giveVerdict } from './verdict.ts';

/** HAProxy begins to send clients to a member only when it is ONLINE. */
export function judgeReturns({ run: { samples } }: Evidence): Verdict {
  const early = samples.flatMap((sample, index) => findEarlyReturns(samples[index - 1], sample));
  return giveVerdict('members get clients only when ONLINE', { figures: { early: early.length }, details: early });
}

function findEarlyReturns(before: Sample | undefined, { atMs, members }: Sample) {
  return Object.entries(members)
    .filter(([name, { routed, state }]) => routed && state === 'RECOVERING' && before?.members[name]?.routed === false)
    .map(([name, { state }]) => `${name} was routed to at ${(atMs / 1_000).toFixed(1)} s while ${state}`);
}
