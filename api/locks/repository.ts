import type { Query } from '../database/query.ts';

/** A lock's name and the token of a grant. */
export interface Claim {
  lock: string;
  token: number;
}

/**
 * Whether this token may still write, asked in the transaction of what it protects: false where the database has seen a higher one.
 * The row changes each time. A multi-primary group certifies rows that changed: two holders that write on two members, the later
 * of which has not heard of the other, collide at this row, and the lower token is refused when its write is tried again.
 */
export async function passFence(query: Query, { lock, token }: Claim): Promise<boolean> {
  const [, seen] = await Promise.all([
    // Assigned from left to right: what compares the tokens comes before the token rises.
    query.change(
      `INSERT INTO lock_fences (name, token, writes, passed_at) VALUES (?, ?, 1, NOW(3))
           ON DUPLICATE KEY UPDATE writes = writes + (token <= ?), passed_at = IF(token <= ?, NOW(3), passed_at),
                                   token = GREATEST(token, ?)`,
      [lock, token, token, token, token],
    ),
    findFence(query, lock),
  ]);
  return seen === token;
}

/** The highest token of a lock that the database has seen; 0 where it has seen none. */
export async function findFence(query: Query, lock: string): Promise<number> {
  const seen = await query.row<{ token: number }>('SELECT token FROM lock_fences WHERE name = ?', [lock]);
  return Number(seen?.token ?? 0);
}

/**
 * Makes the token of a new grant known; false where it is not higher than all before. An equal one is another grant's: etcd has begun
 * its log anew.
 */
export async function raiseFence(query: Query, claim: Claim): Promise<boolean> {
  return (await findFence(query, claim.lock)) < claim.token && (await passFence(query, claim));
}

/** Whether this is the token that was made known last, asked as `passFence` asks; one that was made up raises nothing. */
export async function passKnownFence(query: Query, { lock, token }: Claim): Promise<boolean> {
  const { affectedRows } = await query.change(
    'UPDATE lock_fences SET writes = writes + 1, passed_at = NOW(3) WHERE name = ? AND token = ?',
    [lock, token],
  );
  return affectedRows > 0;
}

/** Where the nodes of etcd answer; none without the profile locks. */
export async function listLockNodes(query: Query): Promise<string[]> {
  const rows = await query.rows<{ url: string }>('SELECT url FROM lock_nodes ORDER BY name');
  return rows.map(({ url }) => url);
}
