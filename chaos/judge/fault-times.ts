import type { Run, Sample } from '../history.ts';
import type { FaultSpan } from './fault-spans.ts';
import { roundMs } from './milliseconds.ts';

/** A fault with its times. */
export interface MeasuredSpan extends FaultSpan {
  times: SpanTimes;
}

/** Measures every fault of a run. */
export function measureSpans(spans: FaultSpan[], run: Run): MeasuredSpan[] {
  return spans.map((span) => ({ ...span, times: measureSpan(span, run) }));
}

/** The longest of each time, over all faults. */
export function findSlowest(spans: MeasuredSpan[]): SpanTimes {
  const slowest = (key: keyof SpanTimes) => {
    const known = spans.flatMap(({ times }) => times[key] ?? []);
    return known.length > 0 ? known.reduce((a, b) => Math.max(a, b)) : null;
  };
  return {
    downMs: slowest('downMs'),
    unreachableMs: slowest('unreachableMs'),
    expelledMs: slowest('expelledMs'),
    firstWriteMs: slowest('firstWriteMs'),
    backOnlineMs: slowest('backOnlineMs'),
    backRoutedMs: slowest('backRoutedMs'),
  };
}

/** Milliseconds from a fault, or from its mending, to each event; null for what no sample shows. */
export interface SpanTimes {
  downMs: number | null;
  unreachableMs: number | null;
  expelledMs: number | null;
  firstWriteMs: number | null;
  backOnlineMs: number | null;
  backRoutedMs: number | null;
}

type MemberSample = Sample['members'][string] & { atMs: number };

/** Measures one fault, as exactly as the samples allow. */
export function measureSpan({ host, beginMs, mend }: FaultSpan, { samples, requests }: Run): SpanTimes {
  const memberSamples = collectMemberSamples(samples, host);
  const broken = memberSamples.filter(({ atMs }) => atMs >= beginMs && atMs < (mend?.atMs ?? Number.POSITIVE_INFINITY));
  const since = (isIt: (sample: MemberSample) => boolean) => measureUntil(broken.find(isIt), beginMs);
  const mended = memberSamples.filter(({ atMs }) => mend && atMs >= mend.atMs);
  const sinceMend = (isIt: (sample: MemberSample) => boolean) => measureUntil(mended.find(isIt), mend?.atMs ?? 0);
  const isBack = makeIsBack(memberSamples);
  // A member that was never away does not come back.
  const wasAway = memberSamples.some((sample) => sample.atMs >= beginMs && !(isBack(sample) && sample.routed));
  const sinceReturn = (isIt: (sample: MemberSample) => boolean) => (wasAway ? sinceMend(isIt) : null);
  return {
    downMs: since(({ routed }) => !routed),
    unreachableMs: since(({ seenAs }) => seenAs === 'UNREACHABLE'),
    expelledMs: since(({ seenAs }) => seenAs === 'GONE'),
    firstWriteMs: findFirstWrite(requests, beginMs),
    backOnlineMs: sinceReturn(isBack),
    backRoutedMs: sinceReturn((sample) => isBack(sample) && sample.routed),
  };
}

function measureUntil(sample: MemberSample | undefined, fromMs: number) {
  return sample ? roundMs(sample.atMs - fromMs) : null;
}

// A member that is cut off calls itself ONLINE, so the others' view counts, where there is one.
function makeIsBack(memberSamples: MemberSample[]) {
  const hasWitness = memberSamples.some(({ seenAs }) => seenAs !== undefined);
  return ({ state, seenAs }: MemberSample) => state === 'ONLINE' && (!hasWitness || seenAs === 'ONLINE');
}

/** Milliseconds from a moment to the first acknowledgement of a write that was sent after it. */
export function findFirstWrite(requests: Run['requests'], fromMs: number) {
  const writes = requests.filter(({ wrote, outcome, sentMs }) => wrote && outcome === 'ok' && sentMs >= fromMs);
  if (writes.length === 0) return null;
  const firstMs = writes.reduce((first, { endedMs }) => Math.min(first, endedMs), Number.POSITIVE_INFINITY);
  return roundMs(firstMs - fromMs);
}

function collectMemberSamples(samples: Sample[], host: string | undefined): MemberSample[] {
  return samples.flatMap(({ atMs, members }) => {
    const member = host === undefined ? undefined : members[host];
    return member ? [{ ...member, atMs }] : [];
  });
}
