import type { Pool } from 'mysql2/promise';
import { type Fragment, renderFeedPage } from './feed-page.ts';
import type { Handler } from './handler.ts';
import { query, type Row } from './query.ts';

const sum = (where: string) => `SELECT CAST(COALESCE(SUM(value), 0) AS SIGNED) FROM counters WHERE ${where}`;

const articleColumns = `a.id, a.slug, a.title, a.description, a.body, a.created_at_ms, a.updated_at_ms, u.username, u.bio, u.image,
  (${sum("kind = 'favorites' AND id = a.id")}) AS favoritesCount,
  EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = ? AND f.article_id = a.id) AS favorited,
  EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = a.user_id) AS following,
  (SELECT JSON_ARRAYAGG(JSON_ARRAY(COALESCE(l.position, 0), l.tag_id, t.name))
     FROM article_tag l JOIN tags t ON t.id = l.tag_id WHERE l.article_id = a.id) AS tags`;

const sources: Record<string, { from: string; count: string }> = {
  all: { from: 'SELECT id FROM articles p ORDER BY p.created_at_ms DESC, p.id DESC', count: sum("kind = 'articles'") },
  author: {
    from: `SELECT id FROM articles WHERE user_id = (SELECT id FROM users WHERE username = ?)
           ORDER BY created_at_ms DESC, id DESC`,
    count: sum("kind = 'author' AND id = (SELECT id FROM users WHERE username = ?)"),
  },
  tag: {
    from: `SELECT article_id AS id FROM article_tag WHERE tag_id = (SELECT id FROM tags WHERE name = ?)
           ORDER BY article_created_at DESC, article_id DESC`,
    count: sum("kind = 'tag' AND id = (SELECT id FROM tags WHERE name = ?)"),
  },
  favorited: {
    from: `SELECT article_id AS id FROM favorites WHERE user_id = (SELECT id FROM users WHERE username = ?)
           ORDER BY article_created_at DESC, article_id DESC`,
    count: 'SELECT COUNT(*) FROM favorites WHERE user_id = (SELECT id FROM users WHERE username = ?)',
  },
};

const date = (value: unknown) => `${(value as Date).toISOString().slice(0, -1)}+00:00`;
const author = ({ username, bio, image, following }: Row) => ({ username, bio, image, following: Boolean(following) });

function toArticle(row: Row) {
  const tags = ((row.tags as [number, number, string][] | null) ?? []).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    slug: row.slug,
    title: row.title,
    description: row.description,
    body: row.body,
    tagList: tags.map((tag) => tag[2]),
    createdAt: date(row.created_at_ms),
    updatedAt: date(row.updated_at_ms),
    favorited: Boolean(row.favorited),
    favoritesCount: row.favoritesCount,
    author: author(row),
  };
}

async function list(pool: Pool, viewerId: number, { page, count }: { page: Fragment; count: Fragment }) {
  const [rows, [total]] = await query<[Row[], Row[]]>(
    pool,
    `SELECT ${articleColumns} FROM (${page.sql}) page JOIN articles a ON a.id = page.id
       JOIN users u ON u.id = a.user_id; SELECT (${count.sql}) AS count`,
    [viewerId, viewerId, ...page.bindings, ...count.bindings],
  );
  const articles = rows.sort(newestFirst).map(toArticle);
  for (const article of articles) article.tagList.sort();
  return { articles, articlesCount: total?.count };
}

const newestFirst = (one: Row, other: Row) =>
  Number(other.created_at_ms) - Number(one.created_at_ms) || Number(other.id) - Number(one.id);

const readPage = (search: URLSearchParams) => ({
  limit: Number(search.get('limit') ?? 20),
  offset: Number(search.get('offset') ?? 0),
});

export const showList: Handler = (pool, { search, viewerId }) => {
  const name = ['author', 'tag', 'favorited'].find((each) => search.has(each));
  const { from, count } = sources[name ?? 'all'] as { from: string; count: string };
  const { limit, offset } = readPage(search);
  const values = name ? [search.get(name) as string] : [];
  return list(pool, viewerId, {
    page: { sql: `${from} LIMIT ? OFFSET ?`, bindings: [...values, limit, offset] },
    count: { sql: count, bindings: values },
  });
};

export const showFeed: Handler = (pool, { search, viewerId }) =>
  list(pool, viewerId, {
    page: renderFeedPage(viewerId, readPage(search)),
    count: {
      sql: sum("kind = 'author' AND id IN (SELECT followed_id FROM follows WHERE follower_id = ?)"),
      bindings: [viewerId],
    },
  });

export const articleSql = (where: string) =>
  `SELECT ${articleColumns} FROM articles a JOIN users u ON u.id = a.user_id WHERE ${where}`;

export const presentArticle = (row: Row | undefined) => (row ? { article: toArticle(row) } : null);

export const showArticle: Handler = async (pool, { params, viewerId }) => {
  const [row] = await query(pool, articleSql('a.slug = ?'), [viewerId, viewerId, params[0]]);
  return presentArticle(row);
};

export const showComments: Handler = async (pool, { params, viewerId }) => {
  const rows = await query(
    pool,
    `SELECT c.id, c.body, c.created_at_ms, c.updated_at_ms, u.username, u.bio, u.image,
            EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = c.user_id) AS following
       FROM articles a LEFT JOIN comments c ON c.article_id = a.id LEFT JOIN users u ON u.id = c.user_id
      WHERE a.slug = ? ORDER BY c.created_at_ms DESC, c.id DESC`,
    [viewerId, params[0]],
  );
  if (rows.length === 0) return null;
  return { comments: rows.filter(({ id }) => id !== null).map(toComment) };
};

const toComment = (row: Row) => ({
  id: row.id,
  createdAt: date(row.created_at_ms),
  updatedAt: date(row.updated_at_ms),
  body: row.body,
  author: author(row),
});

export const showProfile: Handler = async (pool, { params, viewerId }) => {
  const [row] = await query(
    pool,
    `SELECT username, bio, image,
            EXISTS (SELECT 1 FROM follows WHERE follower_id = ? AND followed_id = users.id) AS following
       FROM users WHERE username = ?`,
    [viewerId, params[0]],
  );
  return row ? { profile: author(row) } : null;
};

export const showTags: Handler = async (pool) => {
  const [row] = await query(
    pool,
    'SELECT JSON_ARRAYAGG(name) AS names FROM (SELECT name FROM tags ORDER BY id DESC LIMIT 1000) newest',
  );
  return { tags: ((row?.names as string[] | null) ?? []).sort() };
};

export const showUser: Handler = async (pool, { viewerId }) => {
  const [row] = await query(pool, 'SELECT email, username, bio, image FROM users WHERE id = ?', [viewerId]);
  return row ? { user: { ...row, token: '' } } : null;
};
