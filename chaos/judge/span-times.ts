import type { Run, Sample } from '../history.ts';
import type { FaultSpan } from './fault-spans.ts';

/** How long everything took after a fault, and after it was mended; nothing for what was not seen. */
export interface SpanTimes {
  downMs: number | null;
  unreachableMs: number | null;
  expelledMs: number | null;
  firstWriteMs: number | null;
  backOnlineMs: number | null;
  backRoutedMs: number | null;
}

type Member = Sample['members'][string];
type Sight = Member & { atMs: number /** Whether another member can tell who is in the group. */; witnessed: boolean };

/** Times between a fault and what was seen of it, as fine as the samples are. */
export function measureSpan(span: FaultSpan, { samples, operations }: Run): SpanTimes {
  const sights = collectSights(samples, span.host);
  const mendMs = span.mend?.atMs;
  const broken = sights.filter(({ atMs }) => atMs >= span.beginMs && atMs < (mendMs ?? Number.POSITIVE_INFINITY));
  const mended = mendMs === undefined ? [] : sights.filter(({ atMs }) => atMs >= mendMs);
  const needsSeen = sights.some(({ seenAs }) => seenAs !== undefined);
  const isBack = ({ state, seenAs }: Sight) => state === 'ONLINE' && (!needsSeen || seenAs === 'ONLINE');
  const after = (found: Sight | undefined, fromMs = 0) => (found ? found.atMs - fromMs : null);
  return {
    downMs: after(
      broken.find(({ routed }) => !routed),
      span.beginMs,
    ),
    unreachableMs: after(
      broken.find(({ seenAs }) => seenAs === 'UNREACHABLE'),
      span.beginMs,
    ),
    expelledMs: after(
      broken.find(({ seenAs }) => seenAs === 'GONE'),
      span.beginMs,
    ),
    firstWriteMs: findFirstWrite(operations, span.beginMs),
    backOnlineMs: after(mended.find(isBack), mendMs),
    backRoutedMs: after(
      mended.find((sight) => isBack(sight) && sight.routed),
      mendMs,
    ),
  };
}

/** How long after a moment the first write that was sent after it was acknowledged. */
export function findFirstWrite(operations: Run['operations'], fromMs: number) {
  const writes = operations.filter(({ wrote, outcome, sentMs }) => wrote && outcome === 'ok' && sentMs >= fromMs);
  if (writes.length === 0) return null;
  return writes.reduce((first, { endedMs }) => Math.min(first, endedMs), Number.POSITIVE_INFINITY) - fromMs;
}

function collectSights(samples: Sample[], host: string | undefined): Sight[] {
  return samples.flatMap(({ atMs, members }) => {
    const member = host === undefined ? undefined : members[host];
    return member ? [{ ...member, atMs }] : [];
  });
}
