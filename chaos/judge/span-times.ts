import type { Run, Sample } from '../history.ts';
import type { FaultSpan } from './fault-spans.ts';
import { roundMs } from './round.ts';

/** How long everything took after a fault, and after it was mended; nothing for what was not seen. */
export interface SpanTimes {
  downMs: number | null;
  unreachableMs: number | null;
  expelledMs: number | null;
  firstWriteMs: number | null;
  backOnlineMs: number | null;
  backRoutedMs: number | null;
}

type Sight = Sample['members'][string] & { atMs: number };

/** Times between a fault and what was seen of it, as fine as the samples are. */
export function measureSpan({ host, beginMs, mend }: FaultSpan, { samples, operations }: Run): SpanTimes {
  const sights = collectSights(samples, host);
  const broken = sights.filter(({ atMs }) => atMs >= beginMs && atMs < (mend?.atMs ?? Number.POSITIVE_INFINITY));
  const since = (isIt: (sight: Sight) => boolean) => measureUntil(broken.find(isIt), beginMs);
  const mended = sights.filter(({ atMs }) => mend && atMs >= mend.atMs);
  const sinceMend = (isIt: (sight: Sight) => boolean) => measureUntil(mended.find(isIt), mend?.atMs ?? 0);
  const isBack = makeIsBack(sights);
  // Who was never away comes back at no time.
  const wasAway = sights.some((sight) => sight.atMs >= beginMs && !(isBack(sight) && sight.routed));
  const sinceReturn = (isIt: (sight: Sight) => boolean) => (wasAway ? sinceMend(isIt) : null);
  return {
    downMs: since(({ routed }) => !routed),
    unreachableMs: since(({ seenAs }) => seenAs === 'UNREACHABLE'),
    expelledMs: since(({ seenAs }) => seenAs === 'GONE'),
    firstWriteMs: findFirstWrite(operations, beginMs),
    backOnlineMs: sinceReturn(isBack),
    backRoutedMs: sinceReturn((sight) => isBack(sight) && sight.routed),
  };
}

function measureUntil(sight: Sight | undefined, fromMs: number) {
  return sight ? roundMs(sight.atMs - fromMs) : null;
}

// A member that was cut off calls itself ONLINE: what counts is what the others say, where they can.
function makeIsBack(sights: Sight[]) {
  const isWitnessed = sights.some(({ seenAs }) => seenAs !== undefined);
  return ({ state, seenAs }: Sight) => state === 'ONLINE' && (!isWitnessed || seenAs === 'ONLINE');
}

/** How long after a moment the first write that was sent after it was acknowledged. */
export function findFirstWrite(operations: Run['operations'], fromMs: number) {
  const writes = operations.filter(({ wrote, outcome, sentMs }) => wrote && outcome === 'ok' && sentMs >= fromMs);
  if (writes.length === 0) return null;
  const firstMs = writes.reduce((first, { endedMs }) => Math.min(first, endedMs), Number.POSITIVE_INFINITY);
  return roundMs(firstMs - fromMs);
}

function collectSights(samples: Sample[], host: string | undefined): Sight[] {
  return samples.flatMap(({ atMs, members }) => {
    const member = host === undefined ? undefined : members[host];
    return member ? [{ ...member, atMs }] : [];
  });
}
