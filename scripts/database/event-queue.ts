import type { Knex } from 'knex';

/** An event that was laid aside, and why. */
export interface LaidAside {
  key: string;
  version: number;
  type: string;
  /** The number of its schema. */
  schema: number;
  payload: unknown;
  happenedAt: Date;
  reason: string;
}

/** What waits in the outbox, and what was laid aside. */
export interface EventCounts {
  waiting: number;
  oldestSeconds: number;
  laidAside: number;
}

/** Counts events in the tables of the profile events. */
export async function countEvents(knex: Knex): Promise<EventCounts> {
  const [[row]] = await knex.raw(
    `SELECT (SELECT COUNT(*) FROM event_outbox) AS waiting, (SELECT COUNT(*) FROM events_laid_aside) AS laidAside,
            (SELECT COALESCE(TIMESTAMPDIFF(SECOND, MIN(happened_at), NOW(3)), 0) FROM event_outbox) AS oldestSeconds`,
  );
  return row;
}

/** Events that were laid aside, the oldest first; of one name where that is given. */
export async function listLaidAside(knex: Knex, name?: { key: string; version: number }): Promise<LaidAside[]> {
  const [rows] = await knex.raw(
    `SELECT event_key AS \`key\`, version, type, schema_no AS \`schema\`, payload, happened_at AS happenedAt, reason FROM events_laid_aside
      ${name ? 'WHERE event_key = ? AND version = ?' : ''} ORDER BY laid_aside_at, event_key, version LIMIT 1000`,
    name ? [name.key, name.version] : [],
  );
  return rows;
}
