import type { Query, Statement } from '../../../api/database/query.ts';
import type { Write } from '../../../api/database/session.ts';
import { type DueDelivery, mostUnderWay, pauseAfter, type Room } from './schedule.ts';
import type { Attempt } from './send.ts';

/** A delivery that a worker has claimed, with all that it needs to send it. */
export interface ClaimedDelivery extends DueDelivery {
  url: string;
  secret: string;
  kind: string;
  body: string;
}

/** A worker that says nothing for so long has died: its deliveries are due again. Longer than an attempt takes. */
const claimS = 30;
const keepDays = 7;

const list = (values: readonly unknown[]) => values.map(() => '?').join(', ');

/** Deliveries that are due and have a webhook and room; found by their state, so none is passed over for good. */
export function findDue(query: Query, { full, onlyFresh }: Room): Promise<DueDelivery[]> {
  // Left to itself MySQL reads and sorts all that is due.
  const index = onlyFresh ? 'webhook_deliveries_fresh' : 'webhook_deliveries_state_next_attempt_at_index';
  return query.rows(
    `SELECT /*+ INDEX(d ${index}) */ d.id, d.webhook_id AS webhookId, d.attempts
       FROM webhook_deliveries d STRAIGHT_JOIN webhooks w ON w.id = d.webhook_id
      WHERE d.state = 'waiting' AND d.next_attempt_at <= NOW(3) AND d.webhook_id NOT IN (${list([0, ...full])})
        ${onlyFresh ? 'AND d.attempts = 0' : ''}
      ORDER BY d.next_attempt_at LIMIT ${mostUnderWay * 4}`,
    [0, ...full],
  );
}

/** Claims those that are still due; no other worker sees them before the claim is over. */
export function claimDeliveries(ids: number[], claim: string): Write<ClaimedDelivery[]> {
  const change: Statement = {
    sql: `UPDATE webhook_deliveries
             SET claim = ?, attempts = attempts + 1, next_attempt_at = NOW(3) + INTERVAL ${claimS} SECOND
           WHERE id IN (${list(ids)}) AND state = 'waiting' AND next_attempt_at <= NOW(3)`,
    values: [claim, ...ids],
  };
  const look = (query: Query) =>
    query.rows<ClaimedDelivery>(
      `SELECT d.id, d.webhook_id AS webhookId, d.attempts - 1 AS attempts, w.url, w.secret, d.body->>'$.kind' AS kind, CAST(d.body AS CHAR) AS body
         FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
        WHERE d.id IN (${list(ids)}) AND d.claim = ?`,
      [...ids, claim],
    );
  return { change: [change], look };
}

/** Notes what came of an attempt, unless another worker has claimed the delivery meanwhile. */
export function noteAttempt({ id, attempts }: DueDelivery, claim: string, { status, failure }: Attempt): Statement {
  const pauseS = failure === undefined ? undefined : pauseAfter(attempts + 1);
  const state = failure === undefined ? 'delivered' : pauseS === undefined ? 'given up' : 'waiting';
  return {
    sql: `UPDATE webhook_deliveries
             SET state = ?, claim = '', last_status = ?, last_failure = ?, next_attempt_at = NOW(3) + INTERVAL ? SECOND
           WHERE id = ? AND claim = ?`,
    values: [state, status ?? null, failure ?? null, pauseS ?? 0, id, claim],
  };
}

/** Removes a step of the deliveries that ended long ago. */
export const removeOldDeliveries = (limit: number): Statement => ({
  sql: `DELETE FROM webhook_deliveries
         WHERE state IN ('delivered', 'given up') AND next_attempt_at < NOW(3) - INTERVAL ${keepDays} DAY LIMIT ?`,
  values: [limit],
});

/** Removes a step of the deliveries whose webhooks were deleted. */
export const removeOrphans = (limit: number): Statement => ({
  sql: `DELETE d FROM (SELECT STRAIGHT_JOIN orphan.id FROM (SELECT DISTINCT webhook_id FROM webhook_deliveries) known
                         LEFT JOIN webhooks w ON w.id = known.webhook_id
                         JOIN webhook_deliveries orphan ON orphan.webhook_id = known.webhook_id
                        WHERE w.id IS NULL LIMIT ?) orphans
          STRAIGHT_JOIN webhook_deliveries d ON d.id = orphans.id`,
  values: [limit],
});

/** How many deliveries wait, and for how long the oldest has been due. */
export async function measureDeliveries(query: Query): Promise<{ waiting: number; dueSeconds: number }> {
  const row = await query.row<{ waiting: number; dueSeconds: number | null }>(
    `SELECT COUNT(*) AS waiting, TIMESTAMPDIFF(MICROSECOND, MIN(next_attempt_at), NOW(3)) / 1e6 AS dueSeconds
       FROM webhook_deliveries WHERE state = 'waiting'`,
  );
  return { waiting: row?.waiting ?? 0, dueSeconds: Math.max(0, Number(row?.dueSeconds ?? 0)) };
}
