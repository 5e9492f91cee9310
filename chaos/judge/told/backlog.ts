import type { Run, ToldEvents } from '../../history.ts';
import type { FaultSpan } from '../fault-spans.ts';
import { percentile, roundMs, sortLatencies } from '../milliseconds.ts';

/** The writes before the first fault and while something was broken, and how soon after its mending all was told. */
export function measureBacklog(
  { requests, beganAtMs = 0 }: Pick<Run, 'requests' | 'beganAtMs'>,
  { told, spans }: { told: ToldEvents; spans: FaultSpan[] },
) {
  const mends = spans.flatMap(({ mend }) => mend?.atMs ?? []);
  if (mends.length === 0) return {};
  const [firstMs, lastMs] = [Math.min(...spans.map(({ beginMs }) => beginMs)), Math.max(...mends)];
  const slowest = (isOne: (dueMs: number) => boolean) =>
    percentile(sortLatencies(requests.filter(({ wrote, dueMs }) => wrote && isOne(dueMs))), 0.99);
  const mendedAtMs = beganAtMs + lastMs;
  const waited = told.notifications.filter(({ happenedAtMs }) => happenedAtMs < mendedAtMs);
  const lastToldMs = waited.reduce((last, { toldAtMs }) => Math.max(last, toldAtMs), mendedAtMs);
  return {
    writesCalmP99Ms: slowest((dueMs) => dueMs < firstMs),
    writesBrokenP99Ms: slowest((dueMs) => dueMs >= firstMs && dueMs < lastMs),
    ...(beganAtMs > 0 && { backlogMs: roundMs(lastToldMs - mendedAtMs) }),
  };
}
