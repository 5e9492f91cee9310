import type { Query, Statement } from '../../api/database/query.ts';
import type { Envelope } from '../../api/events/schema.ts';

type Name = Pick<Envelope, 'key' | 'version'>;

/**
 * Notes an event as taken in. Changes nothing where it was before, where an earlier one of its key was not yet, or on a member that
 * has not applied the event's own transaction: such a member may also lack the users to tell.
 */
export function takeTurn({ key, version }: Name): Statement {
  if (version === 1) {
    const sql = `INSERT IGNORE INTO event_inbox (event_key, version) SELECT event_key, 1 ${fromCommitted}`;
    return { sql, values: [key, version] };
  }
  return {
    sql: `UPDATE event_inbox SET version = ? WHERE event_key = ? AND version = ? AND EXISTS (SELECT 1 ${fromCommitted})`,
    values: [version, key, version - 1, key, version],
  };
}

const fromCommitted = 'FROM event_versions WHERE event_key = ? AND version >= ?';

/** The last event of a key that was taken in; 0 where none was. */
export async function findLast(query: Query, key: string): Promise<number> {
  const row = await query.row<{ version: number }>('SELECT version FROM event_inbox WHERE event_key = ?', [key]);
  return row?.version ?? 0;
}

/**
 * Lays an event aside where the statement before this one changed a row, as `takeTurn` does in its turn: the key goes on, and a person
 * decides what becomes of it.
 */
export function layAside({ key, version, type, payload, at }: Envelope, reason: string): Statement {
  return {
    sql: `INSERT INTO events_laid_aside (event_key, version, type, payload, happened_at, reason, laid_aside_at)
          SELECT ?, ?, ?, ?, ?, ?, NOW(3) FROM DUAL WHERE ROW_COUNT() > 0`,
    values: [key, version, type.slice(0, 32), JSON.stringify(payload ?? null), new Date(at), reason.slice(0, 2_000)],
  };
}

/** Takes an event back that was laid aside; changes nothing where that was done before. */
export function takeBack({ key, version }: Name): Statement {
  return { sql: 'DELETE FROM events_laid_aside WHERE event_key = ? AND version = ?', values: [key, version] };
}
