import type { Change } from './changes.ts';
import type { Value } from './subjects.ts';

/** A value that a read found, and when the read was sent and answered. */
export interface ReadValue {
  value: Value;
  sentMs: number;
  endedMs: number;
}

/** A read after the run, when no request is under way any more. */
export function readAtTheEnd(value: Value): ReadValue {
  return { value, sentMs: Number.POSITIVE_INFINITY, endedMs: Number.POSITIVE_INFINITY };
}

/** The changes that may have left the value that a read found: not refused, sent in time, not replaced before. */
export function findPossibleChanges(changes: Change[], { value, sentMs, endedMs }: ReadValue) {
  const written = toWrittenValue(changes, value);
  return changes.filter(
    (change) =>
      change.value === written &&
      change.outcome !== 'fail' &&
      change.sentMs <= endedMs &&
      // A change that is never replaced stays possible.
      (change.replacedMs >= sentMs || change.replacedMs === Number.POSITIVE_INFINITY),
  );
}

// A mark that no client wrote is the initial text.
function toWrittenValue(changes: Change[], value: Value) {
  return changes.some((change) => change.value === value) ? value : changes[0]?.value;
}

/** Whether one read can only have found something older than another read did. */
export function isOlder(found: Change[], than: Change[]) {
  return (
    found.length > 0 &&
    than.length > 0 &&
    found.every(({ lastEffectMs }) => than.every(({ sentMs }) => lastEffectMs < sentMs))
  );
}
