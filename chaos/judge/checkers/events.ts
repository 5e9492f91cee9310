import type { ToldEvents } from '../../history.ts';
import { type CheckResult, checkResult } from '../check-result.ts';
import { percentile, roundMs } from '../milliseconds.ts';
import type { RunFacts } from '../run-facts.ts';
import { measureBacklog } from '../told/backlog.ts';
import { countMissed, countUnpublished } from '../told/count-missed.ts';
import { judgeTold } from '../told/judge-told.ts';

/** Every write is told once and in order, and nothing else is; undefined where the lab has no profile events. */
export function judgeEvents({ run, spans }: RunFacts): CheckResult | undefined {
  const { told, cursor, published } = run;
  if (!told) return undefined;
  const { lost, twice, outOfOrder, invented } = judgeTold(run, told);
  return checkResult('every write is told once and in order', {
    figures: {
      events: told.keys.reduce((sum, { committed }) => sum + committed, 0),
      eventsLost: lost.count,
      eventsTwice: twice.count,
      eventsOutOfOrder: outOfOrder.count,
      eventsInvented: invented.count,
      drainedAfterMs: told.drainedAfterMs,
      ...measureWaits(told),
      ...measureBacklog(run, { told, spans }),
      ...(cursor && { cursorMissed: countMissed(run, cursor) }),
      ...(published && { unpublished: countUnpublished(run, published) }),
    },
    details: [...describeBacklog(told), ...[lost, twice, outOfOrder, invented].flatMap(({ details }) => details)],
  });
}

function describeBacklog({ drainedAfterMs, waiting }: ToldEvents) {
  if (drainedAfterMs !== null) return [];
  return [`the events were not all taken in within the time they had; ${waiting} still wait in the outbox`];
}

function measureWaits({ notifications }: ToldEvents) {
  const waits = notifications
    .map(({ happenedAtMs, toldAtMs }) => roundMs(toldAtMs - happenedAtMs))
    .sort((a, b) => a - b);
  return { toldP50Ms: percentile(waits, 0.5), toldMaxMs: percentile(waits, 1) };
}
