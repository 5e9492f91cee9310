import mysql, { type Pool } from 'mysql2/promise';
import { createOperationId, recordChangeSql } from '../../api/database/commits/operations.ts';
import { defaultPoolSize } from '../../api/database/database.ts';
import { numbers, pick } from '../do-and-undo.ts';
import { query, transact } from '../floor/query.ts';
import type { BenchLab } from '../lab.ts';
import type { World } from '../world.ts';

/** How often each way of writing a comment was done in a second, round by round; the first one promises nothing. */
export type PriceResult = Record<string, number[]>;

type Values = [userId: number, slug: string, userId: number];
type Write = (pool: Pool, values: Values) => Promise<unknown>;

const insert = (lock: string) => `INSERT INTO comments (user_id, article_id, body, created_at_ms, updated_at_ms)
  SELECT ?, id, 'Well said, and measured.', NOW(3), NOW(3) FROM articles WHERE slug = ? ${lock}`;
const author = 'SELECT username, bio, image FROM users WHERE id = ?';
const locked = insert('FOR UPDATE');
const record = () => recordChangeSql(createOperationId(Date.now()));

/** From what the floor does to what the API does, each in one packet. */
const ways: [name: string, write: Write][] = [
  ['its statements', (pool, values) => query(pool, `${insert('')}; ${author}`, values)],
  ['in a transaction', (pool, values) => transact(pool, `${insert('')}; ${author}`, values)],
  ['with a lock on the article', (pool, values) => transact(pool, `${locked}; ${author}`, values)],
  ['with the row in operations', (pool, values) => transact(pool, `${locked}; ${record()}; ${author}`, values)],
];

/** What each part of the promise costs a comment in the group itself: SQL through HAProxy, without any API. */
export async function measurePrice(
  { lab, readWorld }: BenchLab,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<PriceResult> {
  const { owned } = await readWorld();
  const { address, port } = lab.target.endpoints.database;
  const { username, password } = lab.secrets.application;
  const where = { host: address, port, user: username, password, database: lab.database };
  const pools = numbers(defaultPoolSize).map(() =>
    mysql.createPool({ ...where, connectionLimit: 1, multipleStatements: true }),
  );
  const result: PriceResult = Object.fromEntries(ways.map(([name]) => [name, []]));
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [name, write] of round % 2 === 0 ? ways : ways.toReversed()) {
        const perSecond = await countWrites(pools, write, { owned, seconds });
        // The first round warms up.
        if (round > 0) result[name]?.push(perSecond);
      }
    }
    return result;
  } finally {
    for (const pool of pools) await pool.end();
  }
}

/** A writer for each connection, and articles for each writer: what one member writes, no other does. */
async function countWrites(
  pools: Pool[],
  write: Write,
  { owned, seconds }: { owned: World['owned']; seconds: number },
): Promise<number> {
  const endsAtMs = Date.now() + seconds * 1000;
  let count = 0;
  const writeOn = async (pool: Pool, number: number) => {
    const own = owned.filter((_, place) => place % pools.length === number);
    for (let place = 0; Date.now() < endsAtMs; place += 1) {
      const { slug, viewer } = pick(own, place);
      await write(pool, [viewer.id, slug, viewer.id]);
      count += 1;
    }
  };
  await Promise.all(pools.map(writeOn));
  return count / seconds;
}
