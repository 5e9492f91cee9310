import type { Connection } from 'mysql2/promise';
import { createTokens } from '../api/users/tokens.ts';

/** Somebody who asks. */
export interface Viewer {
  id: number;
  username: string;
  token: string;
}

type Person = Omit<Viewer, 'token'>;

/** What requests name: things that are there, of a data set of any size. */
export interface World {
  viewers: Viewer[];
  /** Who follows more users than anybody else. */
  reader: Viewer;
  slugs: string[];
  /** Articles, each with its author. */
  owned: { slug: string; viewer: Viewer }[];
  tags: string[];
  authors: string[];
  fans: string[];
  /** How many pages of twenty there are, a hundred at most. */
  pages: number;
  articles: number;
  /** When it was looked at; what is newer was made by the measuring. */
  sinceMs: number;
}

const wanted = 50;
const wantedOwned = 500;

/** Picks what requests name, spread over the whole data set. */
export async function readWorld(connection: Connection, jwtSecret: string): Promise<World> {
  const tokens = createTokens({ secret: jwtSecret, ttlMinutes: 24 * 60, issuer: 'http://127.0.0.1/api/users/login' });
  const rows = async <Row>(sql: string) => (await connection.query(sql))[0] as Row[];
  const names = async (sql: string) => (await rows<{ name: string }>(sql)).map(({ name }) => name);
  const [total] = await rows<{ count: number }>('SELECT COUNT(*) AS count FROM articles');
  const viewers = await rows<Person>(
    `SELECT id, username FROM users WHERE id IN (SELECT user_id FROM articles) ORDER BY CRC32(id) LIMIT ${wanted}`,
  );
  const owned = await rows<Person & { slug: string }>(
    `SELECT a.slug, u.id, u.username FROM articles a JOIN users u ON u.id = a.user_id
      ORDER BY CRC32(a.id) LIMIT ${wantedOwned}`,
  );
  const [reader] = await rows<Person>(
    `SELECT u.id, u.username FROM users u JOIN follows f ON f.follower_id = u.id
      GROUP BY u.id ORDER BY COUNT(*) DESC, u.id LIMIT 1`,
  );
  const withToken = ({ id, username }: Person): Viewer => ({ id, username, token: tokens.create(id) });
  return {
    viewers: viewers.map(withToken),
    reader: withToken(reader as Person),
    slugs: await names(`SELECT slug AS name FROM articles ORDER BY CRC32(id) LIMIT ${wanted}`),
    owned: owned.map(({ slug, ...person }) => ({ slug, viewer: withToken(person) })),
    tags: await names(
      `SELECT t.name FROM tags t JOIN article_tag l ON l.tag_id = t.id GROUP BY t.id ORDER BY CRC32(t.id) LIMIT ${wanted}`,
    ),
    authors: viewers.map(({ username }) => username),
    fans: await names(
      `SELECT username AS name FROM users WHERE id IN (SELECT user_id FROM favorites) ORDER BY CRC32(id) LIMIT ${wanted}`,
    ),
    pages: Math.min(100, Math.ceil((total?.count ?? 0) / 20)),
    articles: total?.count ?? 0,
    sinceMs: Date.now(),
  };
}
