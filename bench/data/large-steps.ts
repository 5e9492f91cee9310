/** How many rows of each kind. */
export interface Sizes {
  users: number;
  articles: number;
  tags: number;
  favorites: number;
  comments: number;
  /** How many users the reader follows; each other user follows ten. */
  followedByReader: number;
}

/** Rows of one kind: a row is computed from its number `n`, so that it is the same in every run. */
export interface Step {
  what: string;
  rows: number;
  sql(numbers: string): string;
}

/** Above all ids of the seeds. */
export const firstId = 1_000_000;
/** The number of the user who follows many others. */
export const readerNumber = 1;

const newest = "TIMESTAMP('2026-01-01 00:00:00.000')";
const id = (number: string) => `${firstId} + ${number}`;
const at = (number: string) => `${newest} - INTERVAL 5 * (${number}) MINUTE`;

/** Texts of a hundred seeded rows, `k` from 0 to 99. */
const texts = (table: string, columns: string) =>
  `(SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS k, ${columns} FROM ${table} WHERE id < ${firstId} LIMIT 100) texts`;

/** The tags of an article: one of the ten most used, one of the next ninety, one of the rest. */
const tagOf = (tags: number) => [`n % 10`, `10 + n % 90`, `100 + n % ${tags - 100}`];

/** The steps that make a large data set, parents before their children. */
export function largeSteps({ users, articles, tags, favorites, comments, followedByReader }: Sizes): Step[] {
  return [
    {
      what: 'users',
      rows: users,
      sql: (numbers) => `INSERT INTO users (id, username, email, password, bio, image, created_at, updated_at)
        SELECT ${id('n')}, CONCAT('user', n), CONCAT('user', n, '@example.com'), password, bio, image, ${newest}, ${newest}
          FROM ${numbers} JOIN users ON username = 'demo'`,
    },
    {
      what: 'follows',
      rows: users * 10,
      sql: (numbers) => `INSERT IGNORE INTO follows (follower_id, followed_id, created_at, updated_at)
        SELECT ${id('n DIV 10')}, ${id(`(n DIV 10 * 13 + (n % 10 + 1) * 101) % ${users}`)}, ${newest}, ${newest}
          FROM ${numbers} WHERE n DIV 10 <> ${readerNumber}`,
    },
    {
      what: 'follows of the reader',
      rows: followedByReader,
      sql: (numbers) => `INSERT INTO follows (follower_id, followed_id, created_at, updated_at)
        SELECT ${id(String(readerNumber))}, ${id(`(2 + n * 17) % ${users}`)}, ${newest}, ${newest} FROM ${numbers}`,
    },
    {
      what: 'tags',
      rows: tags,
      sql: (numbers) => `INSERT INTO tags (id, name, created_at, updated_at)
        SELECT ${id('n')}, CONCAT('tag', n), ${newest}, ${newest} FROM ${numbers}`,
    },
    {
      what: 'articles',
      rows: articles,
      sql: (numbers) => `INSERT INTO articles (id, user_id, slug, title, description, body, created_at, updated_at)
        SELECT ${id('n')}, ${id(`(n * 7919) % ${users}`)}, CONCAT('large-', n), title, description, body, ${at('n')}, ${at('n')}
          FROM ${numbers} JOIN ${texts('articles', 'title, description, body')} ON k = n % 100`,
    },
    ...tagOf(tags).map((tag, position) => ({
      what: `tags of articles, ${['one', 'a second', 'a third'][position]} each`,
      rows: articles,
      sql: (numbers: string) => `INSERT INTO article_tag (article_id, tag_id, position)
        SELECT ${id('n')}, ${id(tag)}, ${position} FROM ${numbers}`,
    })),
    {
      what: 'favorites of one article',
      rows: Math.min(users, favorites),
      sql: (numbers) => `INSERT INTO favorites (user_id, article_id, created_at, updated_at)
        SELECT ${id('n')}, ${id('0')}, ${newest}, ${newest} FROM ${numbers}`,
    },
    {
      what: 'favorites of the others',
      rows: Math.max(0, favorites - users),
      sql: (numbers) => `INSERT INTO favorites (user_id, article_id, created_at, updated_at)
        SELECT ${id(`((n % ${articles - 1}) * 7919 + n DIV ${articles - 1} * 997) % ${users}`)},
               ${id(`1 + n % ${articles - 1}`)}, ${newest}, ${newest} FROM ${numbers}`,
    },
    {
      what: 'comments',
      rows: comments,
      sql: (numbers) => `INSERT INTO comments (user_id, article_id, body, created_at, updated_at)
        SELECT ${id(`(n * 31) % ${users}`)}, ${id(`n % ${articles}`)}, body, ${newest}, ${newest}
          FROM ${numbers} JOIN ${texts('comments', 'body')} ON k = n % 100`,
    },
  ];
}
