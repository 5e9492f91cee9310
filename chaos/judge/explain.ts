import type { Change } from './changes.ts';
import type { Value } from './subjects.ts';

/** A look at a subject's value, sent and answered at these moments. */
export interface Look {
  value: Value;
  sentMs: number;
  endedMs: number;
}

/** A look after everything, when nothing is under way any more. */
export function lookAtTheEnd(value: Value): Look {
  return { value, sentMs: Number.POSITIVE_INFINITY, endedMs: Number.POSITIVE_INFINITY };
}

/** The changes that can have left what a look found: not refused, begun in time, and not replaced before it. */
export function explain(changes: Change[], { value, sentMs, endedMs }: Look) {
  const written = nameValue(changes, value);
  return changes.filter(
    (change) =>
      change.value === written &&
      change.outcome !== 'fail' &&
      change.sentMs <= endedMs &&
      // One that is never replaced counts at any time.
      (change.replacedMs >= sentMs || change.replacedMs === Number.POSITIVE_INFINITY),
  );
}

/** A mark that nobody wrote is the text from the beginning. */
function nameValue(changes: Change[], value: Value) {
  return changes.some((change) => change.value === value) ? value : changes[0]?.value;
}

/** Whether a look can only have found something older than another look did. */
export function isOlder(found: Change[], than: Change[]) {
  return (
    found.length > 0 &&
    than.length > 0 &&
    found.every(({ lastEffectMs }) => than.every(({ sentMs }) => lastEffectMs < sentMs))
  );
}
