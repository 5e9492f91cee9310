import type { ResultSetHeader } from 'mysql2';
import { slugify } from '../../api/articles/slug.ts';
import type { Handler, HandlerInput } from './handler.ts';
import { query, type Row, transact } from './query.ts';
import { articleSql, presentArticle } from './reads.ts';

/** The fields of a body under its wrapper. */
const fieldsOf = ({ body }: HandlerInput, wrapper: string) =>
  (body as Record<string, Record<string, unknown>>)[wrapper] ?? {};

/** A write and the article it leaves, in one packet; each statement that writes is a transaction of its own. */
const changeAndShow =
  (sql: string): Handler =>
  async (pool, { params: [slug], viewerId }) => {
    const [, rows] = await query<[ResultSetHeader, Row[]]>(pool, `${sql}; ${articleSql('a.slug = ?')}`, [
      viewerId,
      slug,
      viewerId,
      viewerId,
      slug,
    ]);
    return presentArticle(rows[0]);
  };

export const favorite = changeAndShow(`INSERT IGNORE INTO favorites (user_id, article_id, created_at_ms, updated_at_ms)
  SELECT ?, id, NOW(3), NOW(3) FROM articles WHERE slug = ?`);

export const unfavorite = changeAndShow(
  'DELETE FROM favorites WHERE user_id = ? AND article_id = (SELECT id FROM articles WHERE slug = ?)',
);

const profileSql = `SELECT username, bio, image, EXISTS
  (SELECT 1 FROM follows WHERE follower_id = ? AND followed_id = users.id) AS following FROM users WHERE username = ?`;

const changeAndShowProfile =
  (sql: string): Handler =>
  async (pool, { params: [name], viewerId }) => {
    const [, [row]] = await query<[ResultSetHeader, Row[]]>(pool, `${sql}; ${profileSql}`, [
      viewerId,
      name,
      viewerId,
      name,
    ]);
    return row ? { profile: { ...row, following: Boolean(row.following) } } : null;
  };

export const follow =
  changeAndShowProfile(`INSERT IGNORE INTO follows (follower_id, followed_id, created_at_ms, updated_at_ms)
  SELECT ?, id, NOW(3), NOW(3) FROM users WHERE username = ?`);

export const unfollow = changeAndShowProfile(
  'DELETE FROM follows WHERE follower_id = ? AND followed_id = (SELECT id FROM users WHERE username = ?)',
);

export const addComment: Handler = async (pool, input) => {
  const { body } = fieldsOf(input, 'comment');
  const [{ insertId }, [row]] = await query<[ResultSetHeader, Row[]]>(
    pool,
    `INSERT INTO comments (user_id, article_id, body, created_at_ms, updated_at_ms)
       SELECT ?, id, ?, NOW(3), NOW(3) FROM articles WHERE slug = ?;
     SELECT username, bio, image FROM users WHERE id = ?`,
    [input.viewerId, body, input.params[0], input.viewerId],
  );
  const now = new Date().toISOString();
  return { comment: { id: insertId, createdAt: now, updatedAt: now, body, author: { ...row, following: false } } };
};

export const addArticle: Handler = async (pool, input) => {
  const { title, description, body, tagList } = fieldsOf(input, 'article');
  const tags = tagList as string[];
  const [, [user]] = await transact<[ResultSetHeader, Row[], ...unknown[]]>(
    pool,
    `INSERT INTO articles (user_id, slug, title, description, body, created_at_ms, updated_at_ms)
       VALUES (?, ?, ?, ?, ?, NOW(3), NOW(3));
     SELECT username, bio, image FROM users WHERE id = ?;
     SET @article = LAST_INSERT_ID();
     INSERT INTO article_tag (article_id, tag_id, position) SELECT @article, id, 0 FROM tags WHERE name IN (?)`,
    [input.viewerId, slugify(title as string), title, description, body, input.viewerId, tags],
  );
  const now = new Date().toISOString();
  const fresh = { createdAt: now, updatedAt: now, favorited: false, favoritesCount: 0 };
  return {
    article: {
      slug: slugify(title as string),
      title,
      description,
      body,
      tagList,
      ...fresh,
      author: { ...user, following: false },
    },
  };
};

export const changeArticle: Handler = async (pool, input) => {
  const { body } = fieldsOf(input, 'article');
  const [slug] = input.params;
  const [, [row]] = await query<[ResultSetHeader, Row[]]>(
    pool,
    `UPDATE articles SET body = ?, updated_at_ms = NOW(3) WHERE slug = ? AND user_id = ?; ${articleSql('a.slug = ?')}`,
    [body, slug, input.viewerId, input.viewerId, input.viewerId, slug],
  );
  return presentArticle(row);
};
