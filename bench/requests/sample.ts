import type { Connection } from 'mysql2/promise';
import { createTokens } from '../../api/users/tokens.ts';
import type { Viewer } from './request.ts';

/** Users, articles and tags of a data set that requests name. */
export interface Sample {
  viewers: Viewer[];
  /** The user who follows most others. */
  reader: Viewer;
  slugs: string[];
  /** Articles, each with its author. */
  owned: { slug: string; viewer: Viewer }[];
  tags: string[];
  authors: string[];
  /** Users who have favorites. */
  fans: string[];
  /** How many pages of twenty articles there are, a hundred at most. */
  pages: number;
  articles: number;
  /** When the sample was read: rows that are newer were written by the benchmark. */
  readAtMs: number;
}

type User = Omit<Viewer, 'token'>;

const sampleSize = 50;
const ownedSize = 500;
const tokenMinutes = 24 * 60;

/** Reads a sample that is spread over the whole data set. */
export async function readSample(connection: Connection, jwtSecret: string): Promise<Sample> {
  const rows = async <Row>(sql: string) => (await connection.query(sql))[0] as Row[];
  const names = async (sql: string) => (await rows<{ name: string }>(sql)).map(({ name }) => name);
  const addToken = createAddToken(jwtSecret);
  const [total] = await rows<{ count: number }>('SELECT COUNT(*) AS count FROM articles');
  const viewers = await rows<User>(
    `SELECT id, username FROM users WHERE id IN (SELECT user_id FROM articles) ORDER BY CRC32(id) LIMIT ${sampleSize}`,
  );
  const owned = await rows<User & { slug: string }>(
    `SELECT a.slug, u.id, u.username FROM articles a JOIN users u ON u.id = a.user_id
      ORDER BY CRC32(a.id) LIMIT ${ownedSize}`,
  );
  const [reader] = await rows<User>(
    `SELECT u.id, u.username FROM users u JOIN follows f ON f.follower_id = u.id
      GROUP BY u.id ORDER BY COUNT(*) DESC, u.id LIMIT 1`,
  );
  return {
    viewers: viewers.map(addToken),
    reader: addToken(reader as User),
    slugs: await names(`SELECT slug AS name FROM articles ORDER BY CRC32(id) LIMIT ${sampleSize}`),
    owned: owned.map(({ slug, ...user }) => ({ slug, viewer: addToken(user) })),
    tags: await names(
      `SELECT t.name FROM tags t JOIN article_tag l ON l.tag_id = t.id
        GROUP BY t.id ORDER BY CRC32(t.id) LIMIT ${sampleSize}`,
    ),
    authors: viewers.map(({ username }) => username),
    fans: await names(
      `SELECT username AS name FROM users WHERE id IN (SELECT user_id FROM favorites)
        ORDER BY CRC32(id) LIMIT ${sampleSize}`,
    ),
    pages: Math.min(100, Math.ceil((total?.count ?? 0) / 20)),
    articles: total?.count ?? 0,
    readAtMs: Date.now(),
  };
}

function createAddToken(secret: string) {
  const issuer = 'http://127.0.0.1/api/users/login';
  const tokens = createTokens({ secret, ttlMinutes: tokenMinutes, issuer });
  return ({ id, username }: User): Viewer => ({ id, username, token: tokens.create(id) });
}
