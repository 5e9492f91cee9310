import type { Verdict } from '../history.ts';
import type { Change } from './changes.ts';
import type { Evidence } from './evidence.ts';
import { explain, isOlder } from './explain.ts';
import { groupBy } from './group-by.ts';
import type { Observation } from './observations.ts';
import { giveVerdict } from './verdict.ts';

/** What a client has seen once does not go back in its later reads. */
export function judgeMonotonicReads({ changes, observations }: Evidence): Verdict {
  const bySubject = groupBy(observations, ({ subject }) => subject);
  const backwards = [...bySubject].flatMap(([subject, looks]) => findBackwards(looks, changes.get(subject) ?? []));
  return giveVerdict('reads never go back', {
    figures: { backwards: backwards.length },
    details: backwards.map(
      ({ subject, client, id, sentMs }) =>
        `${subject} was older in read ${id} of client ${client} at ${(sentMs / 1000).toFixed(3)} s than before`,
    ),
  });
}

function findBackwards(looks: Observation[], tries: Change[]) {
  const inOrder = looks.toSorted((a, b) => a.sentMs - b.sentMs);
  return inOrder.filter((look, index) => {
    const before = findBefore(inOrder, index);
    return before && before.value !== look.value && isOlder(explain(tries, look), explain(tries, before));
  });
}

function findBefore(inOrder: Observation[], index: number) {
  const { sentMs } = inOrder[index] as Observation;
  for (let at = index - 1; at >= 0; at--) {
    const look = inOrder[at] as Observation;
    if (look.endedMs < sentMs) return look;
  }
}
