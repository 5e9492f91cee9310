import type { CopyHistory, ObservedRead, ObservedWrite } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { groupBy } from '../group-by.ts';
import { roundMs } from '../milliseconds.ts';
import type { RunFacts } from '../run-facts.ts';

/** What another client wrote is shown by every process after this time. */
export const oldAtMostMs = 1_000;

/** No process shows anything that is older than a second; undefined where the lab has no profile cache. */
export function judgeCopies({ run: { copies } }: RunFacts): CheckResult | undefined {
  if (!copies) return undefined;
  const ages = measureAges(copies);
  const tooOld = ages.filter(({ ageMs }) => ageMs > oldAtMostMs);
  const acknowledged = copies.writes.filter(({ isAcknowledged }) => isAcknowledged);
  return checkResult('no process shows anything that another client replaced more than a second before', {
    figures: {
      observedWrites: acknowledged.length,
      observedReads: ages.length,
      tooOld: tooOld.length,
      oldestMs: roundMs(Math.max(0, ...ages.map(({ ageMs }) => ageMs))),
      copyHitShare: copies.hitShare,
    },
    details: [
      ...(acknowledged.length === 0 ? ['no text was replaced, so none could be shown too late'] : []),
      ...(ages.length === 0 ? ['no process showed anything'] : []),
      ...copies.reads.filter(({ number }) => !Number.isFinite(number)).map(describeUnknown),
      ...tooOld.map(describe),
    ],
  });
}

interface AgedRead extends ObservedRead {
  /** For how long the next newer text had been acknowledged when the read was sent; 0 where the read shows the newest. */
  ageMs: number;
}

/** How old each read is. */
export function measureAges({ reads, writes }: Pick<CopyHistory, 'reads' | 'writes'>): AgedRead[] {
  const acknowledged = groupBy(
    writes.filter(({ isAcknowledged }) => isAcknowledged),
    ({ slug }) => slug,
  );
  return reads.map((read) => ({ ...read, ageMs: ageOf(read, acknowledged.get(read.slug) ?? []) }));
}

function ageOf({ number, sentMs }: ObservedRead, writes: ObservedWrite[]): number {
  const replacedAtMs = Math.min(...writes.filter((write) => write.number > number).map(({ endedMs }) => endedMs));
  return Math.max(0, sentMs - replacedAtMs);
}

function describeUnknown({ process, kind, slug, sentMs }: ObservedRead): string {
  const seconds = (sentMs / 1_000).toFixed(3);
  return `${process} showed a text of ${slug} in its ${kind} at ${seconds} s that no client has written`;
}

function describe({ process, kind, slug, number, ageMs, sentMs }: AgedRead): string {
  const seconds = (sentMs / 1_000).toFixed(3);
  return `${process} showed text ${number} of ${slug} in its ${kind} at ${seconds} s, ${Math.round(ageMs)} ms after it was replaced`;
}
