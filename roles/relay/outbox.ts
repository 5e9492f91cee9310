import type { Query, Statement, Value } from '../../api/database/query.ts';

/** An event that is still to be told. */
export interface OutboxRow {
  key: string;
  version: number;
  partition: number;
  type: string;
  payload: object;
  at: Date;
}

/** How much waits, and since when; and how much was laid aside. */
export interface OutboxSize {
  events: number;
  oldestSeconds: number;
  laidAside: number;
}

/** Keys of a partition that are looked for at a time. */
const oldestRows = 100;
const rowsAtOnce = 500;

/**
 * Events of these partitions, each key's in the order of its versions and none of them left out before another. They are found
 * because they are there: an id or a time that was passed before would hide what another member commits later.
 */
export function findEvents(query: Query, { partitions, without }: WantedEvents): Promise<OutboxRow[]> {
  const isWanted = without.length === 0 ? '' : ` AND event_key NOT IN (${without.map(() => '?').join(', ')})`;
  const oldest = partitions.map(
    () =>
      `(SELECT event_key FROM event_outbox WHERE partition_no = ?${isWanted} ORDER BY happened_at LIMIT ${oldestRows})`,
  );
  return query.rows(
    `SELECT o.event_key AS \`key\`, o.version, o.partition_no AS \`partition\`, o.type, o.payload, o.happened_at AS at
       FROM (SELECT DISTINCT event_key FROM (${oldest.join(' UNION ALL ')}) found) oldest
       JOIN event_outbox o ON o.event_key = oldest.event_key
      ORDER BY o.event_key, o.version LIMIT ${rowsAtOnce}`,
    partitions.flatMap((partition): Value[] => [partition, ...without]),
  );
}

interface WantedEvents {
  partitions: number[];
  /** Keys whose events are under way. */
  without: string[];
}

/** How much waits in all partitions. */
export async function measureOutbox(query: Query): Promise<OutboxSize> {
  const row = await query.row<OutboxSize>(
    `SELECT COUNT(*) AS events, COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(happened_at), NOW(3)) / 1e6, 0) AS oldestSeconds,
            (SELECT COUNT(*) FROM events_laid_aside) AS laidAside
       FROM event_outbox`,
  );
  return { events: row?.events ?? 0, oldestSeconds: Number(row?.oldestSeconds ?? 0), laidAside: row?.laidAside ?? 0 };
}

/** Removes events that RabbitMQ has confirmed, a small step at a time. */
export function removeEvents(rows: OutboxRow[]): Statement[] {
  const steps = Array.from({ length: Math.ceil(rows.length / oldestRows) }, (_, step) =>
    rows.slice(step * oldestRows, (step + 1) * oldestRows),
  );
  return steps.map((step) => ({
    sql: `DELETE FROM event_outbox WHERE (event_key, version) IN (${step.map(() => '(?, ?)').join(', ')})`,
    values: step.flatMap(({ key, version }): Value[] => [key, version]),
  }));
}
