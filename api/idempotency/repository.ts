import type { Query } from '../database/query.ts';

/** By what a keyed request is known again. */
export interface KeyMarks {
  /** Of the key's owner, the path and the key. */
  id: Buffer;
  /** Of the owner alone. */
  owner: Buffer;
  /** Of the body. */
  fingerprint: Buffer;
}

/** What was done under a key before. */
export interface KeptRequest {
  fingerprint: Buffer;
}

/** An owner's older keys are forgotten. */
export const maxKeysOfOwner = 1_000;
const keepHours = 24;

/** Keeps a key in the transaction of its request; false where it is kept already. One that comes at the same time is waited for. */
export async function claimKey(query: Query, { id, owner, fingerprint }: KeyMarks): Promise<boolean> {
  const { affectedRows } = await query.change(
    'INSERT IGNORE INTO idempotent_requests (id, owner, fingerprint) VALUES (?, ?, ?)',
    [id, owner, fingerprint],
  );
  return affectedRows > 0;
}

/** Keeps the id of what the transaction has inserted with its key, and forgets the owner's oldest keys. */
export async function completeKey(query: Query, { id, owner }: KeyMarks): Promise<void> {
  await Promise.all([
    query.change('UPDATE idempotent_requests SET inserted_id = LAST_INSERT_ID() WHERE id = ?', [id]),
    query.change(
      `DELETE FROM idempotent_requests WHERE owner = ? AND created_at <
         (SELECT created_at FROM (SELECT created_at FROM idempotent_requests WHERE owner = ?
                                   ORDER BY created_at DESC LIMIT 1 OFFSET ${maxKeysOfOwner - 1}) AS last_kept)`,
      [owner, owner],
    ),
  ]);
}

/** The request of a key, or null. From here on LAST_INSERT_ID() is the id of what that request has inserted. */
export function recallKey(query: Query, { id }: KeyMarks): Promise<KeptRequest | null> {
  const sql = 'SELECT fingerprint, LAST_INSERT_ID(inserted_id) AS insertedId FROM idempotent_requests WHERE id = ?';
  return query.row<KeptRequest>(sql, [id]);
}

/** Removes a small step of the keys that are older than a day; the statement of a write. */
export const removeOldKeys = (limit: number) => ({
  sql: `DELETE FROM idempotent_requests WHERE created_at < NOW(3) - INTERVAL ${keepHours} HOUR
         ORDER BY created_at LIMIT ${limit}`,
});
