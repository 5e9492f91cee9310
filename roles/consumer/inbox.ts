import type { Query, Statement } from '../../api/database/query.ts';
import type { Envelope } from '../../api/events/schema.ts';

type Name = Pick<Envelope, 'key' | 'version'>;

/**
 * Notes events of a key that follow each other as taken in. Changes nothing where they were before, where an earlier one of their key
 * was not yet, or on a member that has not applied their own transactions: such a member may also lack the users to tell.
 */
export function takeTurn(events: Name[]): Statement[] {
  const [{ key, version: first }, { version: last }] = [events[0] as Name, events.at(-1) as Name];
  if (first === 1) {
    const sql = `INSERT IGNORE INTO event_inbox (event_key, version) SELECT event_key, ? ${fromCommitted}`;
    return [{ sql, values: [last, key, last] }, noteTurn];
  }
  const sql = `UPDATE event_inbox SET version = ? WHERE event_key = ? AND version = ? AND EXISTS (SELECT 1 ${fromCommitted})`;
  return [{ sql, values: [last, key, first - 1, key, last] }, noteTurn];
}

/** What the statements behind it go by: whether the one before it changed a row. */
const noteTurn: Statement = { sql: 'SET @isInTurn = ROW_COUNT() > 0' };

const fromCommitted = 'FROM event_versions WHERE event_key = ? AND version >= ?';

/** The last event of a key that was taken in; 0 where none was. */
export async function findLast(query: Query, key: string): Promise<number> {
  const row = await query.row<{ version: number }>('SELECT version FROM event_inbox WHERE event_key = ?', [key]);
  return row?.version ?? 0;
}

/** Lays an event aside in its turn: the key goes on, and a person decides what becomes of it. */
export function layAside({ key, version, type, schema, payload, at }: Envelope, reason: string): Statement {
  return {
    sql: `INSERT INTO events_laid_aside (event_key, version, type, payload, happened_at, reason, schema_no, laid_aside_at)
          SELECT ?, ?, ?, ?, ?, ?, ?, NOW(3) FROM DUAL WHERE @isInTurn`,
    values: [
      ...[key, version, type.slice(0, 32), JSON.stringify(payload ?? null)],
      ...[new Date(at), reason.slice(0, 2_000), schema],
    ],
  };
}

/** Takes an event back that was laid aside; changes nothing where that was done before. */
export function takeBack({ key, version }: Name): Statement[] {
  const sql = 'DELETE FROM events_laid_aside WHERE event_key = ? AND version = ?';
  return [{ sql, values: [key, version] }, noteTurn];
}
