/** Which part of a list. */
export interface Page {
  limit: number;
  offset: number;
}

/** Which articles; filters that are not given let everything through. */
export interface Filters {
  author?: string | undefined;
  favorited?: string | undefined;
  tag?: string | undefined;
  /** Only articles of users that this user follows. */
  followerId?: number;
}

/** Which articles, and which page of them. */
export type ArticleSelection = Filters & Page;

/** A statement or a part of one, and what its placeholders stand for. */
export interface Fragment {
  sql: string;
  bindings: (string | number)[];
}

type Condition = [sql: string, value: string | number | undefined];

const userId = '(SELECT id FROM users WHERE username = ?)';
const tagId = '(SELECT id FROM tags WHERE name = ?)';
const followedIds = '(SELECT followed_id FROM follows WHERE follower_id = ?)';

/** The ids of a page's articles, newest first; each table has an index with its articles in that order. */
export function renderPage(selection: ArticleSelection): Fragment {
  const { id, createdAt, sql, bindings } = select(selection);
  return {
    sql: `SELECT ${id} AS id ${sql} ORDER BY ${createdAt} DESC, ${id} DESC LIMIT ? OFFSET ?`,
    bindings: [...bindings, selection.limit, selection.offset],
  };
}

/** How many articles are selected: from the counters where they know, else counted. */
export function renderCount(selection: Filters & Partial<Page>): Fragment {
  const { author, favorited, tag, followerId } = selection;
  const given = [author, favorited, tag, followerId].filter((value) => value !== undefined);
  const counted: Condition[] = [
    [`kind = 'author' AND id = ${userId}`, author],
    [`kind = 'tag' AND id = ${tagId}`, tag],
    [`kind = 'author' AND id IN ${followedIds}`, followerId],
  ];
  if (given.length === 0) return { sql: sumOfCounters("kind = 'articles'"), bindings: [] };
  const only = given.length === 1 ? keepGiven(counted)[0] : undefined;
  if (only) return { sql: sumOfCounters(only.sql), bindings: only.bindings };
  const { sql, bindings } = select(selection);
  return { sql: `SELECT COUNT(*) ${sql}`, bindings };
}

/** The sum of the counters that a condition picks. */
export function sumOfCounters(condition: string): string {
  return `SELECT CAST(COALESCE(SUM(value), 0) AS SIGNED) FROM counters WHERE ${condition}`;
}

function select({ author, favorited, tag, followerId }: Filters) {
  const byAuthor: Condition[] = [
    [`a.user_id = ${userId}`, author],
    [`a.user_id IN ${followedIds}`, followerId],
  ];
  const ofLinked = byAuthor.map(([sql, value]): Condition => [isArticleWhere(sql), value]);
  if (tag !== undefined) {
    return fromLinks('article_tag', [[`l.tag_id = ${tagId}`, tag], [isFavoriteOf, favorited], ...ofLinked]);
  }
  if (favorited !== undefined) return fromLinks('favorites', [[`l.user_id = ${userId}`, favorited], ...ofLinked]);
  return { id: 'a.id', createdAt: 'a.created_at_ms', ...from('articles a', byAuthor) };
}

const isFavoriteOf = `EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = ${userId} AND f.article_id = l.article_id)`;
const isArticleWhere = (sql: string) => `EXISTS (SELECT 1 FROM articles a WHERE a.id = l.article_id AND ${sql})`;

function fromLinks(table: string, conditions: Condition[]) {
  return { id: 'l.article_id', createdAt: 'l.article_created_at', ...from(`${table} l`, conditions) };
}

function from(table: string, conditions: Condition[]): Fragment {
  const given = keepGiven(conditions);
  const where = given.length === 0 ? '' : ` WHERE ${given.map(({ sql }) => sql).join(' AND ')}`;
  return { sql: `FROM ${table}${where}`, bindings: given.flatMap(({ bindings }) => bindings) };
}

function keepGiven(conditions: Condition[]): Fragment[] {
  return conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, bindings: [value] }]));
}
