import type { Run } from '../history.ts';
import type { FaultSpan } from './fault-spans.ts';
import { measureSpan, type SpanTimes } from './span-times.ts';

/** A fault with everything that was measured about it. */
export interface MeasuredSpan extends FaultSpan {
  times: SpanTimes;
}

/** Every fault of a run, measured. */
export function measureSpans(spans: FaultSpan[], run: Run): MeasuredSpan[] {
  return spans.map((span) => ({ ...span, times: measureSpan(span, run) }));
}

/** The slowest of every time, over all faults. */
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
