import type { Change } from '../changes.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { groupBy } from '../group-by.ts';
import type { Observation } from '../observations.ts';
import { findPossibleChanges, isOlder } from '../possible-changes.ts';
import type { RunFacts } from '../run-facts.ts';

/** A client never reads an older state than it read before; answers out of a cache are older than others by themselves. */
export function judgeMonotonicReads({ changes, observations }: RunFacts): CheckResult {
  const known = observations.filter(({ isAnonymous }) => !isAnonymous);
  const bySubject = groupBy(known, ({ subject }) => subject);
  const backwards = [...bySubject].flatMap(([subject, reads]) => findBackwards(reads, changes.get(subject) ?? []));
  return checkResult('reads never go back', {
    figures: { backwards: backwards.length },
    details: backwards.map(
      ({ subject, client, id, sentMs }) =>
        `${subject} was older in read ${id} of client ${client} at ${(sentMs / 1000).toFixed(3)} s than before`,
    ),
  });
}

function findBackwards(reads: Observation[], attempts: Change[]) {
  const inOrder = reads.toSorted((a, b) => a.sentMs - b.sentMs);
  return inOrder.filter((read, index) => {
    const before = findBefore(inOrder, index);
    return (
      before &&
      before.value !== read.value &&
      isOlder(findPossibleChanges(attempts, read), findPossibleChanges(attempts, before))
    );
  });
}

function findBefore(inOrder: Observation[], index: number) {
  const { sentMs } = inOrder[index] as Observation;
  for (let at = index - 1; at >= 0; at--) {
    const read = inOrder[at] as Observation;
    if (read.endedMs < sentMs) return read;
  }
}
