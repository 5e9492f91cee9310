import test, { type ExecutionContext } from 'ava';
import { contractNamed } from './support/contracts.ts';
import { databaseTest, insert, query } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { comment, register, write } from './support/people.ts';
import { claimsOf } from './support/tokens.ts';
import { unique } from './support/unique.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  nullable: 'YES' | 'NO';
  hasDefault: 0 | 1;
  width: number | null;
}

/** What Laravel's migrations make of each table, as a query on them would find it. */
const tables: Record<string, string[]> = {
  users: ['id', 'username', 'email', 'password', 'bio', 'image', 'remember_token', 'created_at', 'updated_at'],
  articles: ['id', 'user_id', 'slug', 'title', 'description', 'body', 'created_at', 'updated_at'],
  comments: ['id', 'user_id', 'article_id', 'body', 'created_at', 'updated_at'],
  tags: ['id', 'name', 'created_at', 'updated_at'],
  article_tag: ['article_id', 'tag_id'],
  favorites: ['user_id', 'article_id', 'created_at', 'updated_at'],
  follows: ['follower_id', 'followed_id', 'created_at', 'updated_at'],
};

const nullable = new Set(['bio', 'image', 'remember_token', 'created_at', 'updated_at']);
const laravel = contractNamed('laravel');

async function columns(): Promise<Column[]> {
  return query<Column>(
    `SELECT table_name AS \`table\`, column_name AS name, data_type AS type, is_nullable AS nullable, column_default IS NOT NULL AS hasDefault,
            COALESCE(character_maximum_length, datetime_precision) AS width
       FROM information_schema.columns WHERE table_schema = DATABASE()`,
  );
}

for (const [table, names] of Object.entries(tables)) {
  databaseTest(`a Laravel application finds every column of ${table}`, async (t) => {
    const found = (await columns()).filter((column) => column.table === table);
    for (const name of names)
      assertColumn(
        t,
        found.find((column) => column.name === name),
        { table, name },
      );
    const others = found.filter(({ name }) => !names.includes(name));
    for (const { name, nullable: may, hasDefault } of others) {
      t.true(may === 'YES' || hasDefault === 1, `${table}.${name} would stop Laravel's INSERT`);
    }
  });
}

function assertColumn(
  t: ExecutionContext,
  column: Column | undefined,
  { table, name }: { table: string; name: string },
): void {
  t.truthy(column, `${table}.${name} is missing`);
  if (!column) return;
  if (/(^|_)id$/.test(name)) t.regex(column.type, /^(big)?int$/, `${table}.${name}`);
  // Eloquent 5.5 reads no fraction of a second.
  if (name.endsWith('_at')) t.deepEqual([column.type, Number(column.width)], ['timestamp', 0], `${table}.${name}`);
  if (nullable.has(name)) t.is(column.nullable, 'YES', `${table}.${name}`);
}

const widths: [column: string, width: number][] = [
  ['users.username', 50],
  ['users.email', 255],
  ['users.password', 60],
  ['users.bio', 255],
  ['users.image', 2048],
  ['users.remember_token', 100],
  ['articles.slug', 255],
  ['articles.title', 255],
  ['articles.description', 255],
  ['articles.body', 65_535],
  ['comments.body', 65_535],
  ['tags.name', 255],
];

for (const [path, width] of widths) {
  databaseTest(`${path} is as wide as the rules allow`, async (t) => {
    const column = (await columns()).find(({ table, name }) => `${table}.${name}` === path);
    t.true(Number(column?.width) >= width, `${path} holds ${column?.width}, ${width} are needed`);
  });
}

for (const path of ['users.username', 'users.email', 'articles.slug', 'tags.name']) {
  databaseTest(`${path} is unique on its own`, async (t) => {
    const [table, column] = path.split('.');
    const found = await query(
      `SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ?
        GROUP BY index_name HAVING MAX(non_unique) = 0 AND COUNT(*) = 1 AND MAX(column_name) = ?`,
      [table, column],
    );
    t.true(found.length > 0);
  });
}

databaseTest('every table has a primary key, is InnoDB, and compares as utf8mb4_unicode_ci', async (t) => {
  const found = await query<{ name: string; engine: string; collation: string; keys: number }>(
    `SELECT t.table_name AS name, t.engine AS engine, t.table_collation AS collation,
            (SELECT COUNT(*) FROM information_schema.table_constraints c WHERE c.table_schema = t.table_schema
                AND c.table_name = t.table_name AND c.constraint_type = 'PRIMARY KEY') AS \`keys\`
       FROM information_schema.tables t WHERE t.table_schema = DATABASE()`,
  );
  for (const table of found) t.like(table, { engine: 'InnoDB', keys: 1 }, table.name);
  for (const table of found.filter(({ name }) => name in tables))
    t.is(table.collation, 'utf8mb4_unicode_ci', table.name);
});

databaseTest('transactions see what is committed, not what they saw first', async (t) => {
  const [row] = await query<{ isolation: string }>('SELECT @@transaction_isolation AS isolation');
  t.is(row?.isolation, 'READ-COMMITTED');
});

databaseTest('no foreign key cascades, because a multi-primary group refuses that', async (t) => {
  const found = await query<{ count: number }>(
    `SELECT COUNT(*) AS count FROM information_schema.referential_constraints
      WHERE constraint_schema = DATABASE() AND NOT (delete_rule IN ('NO ACTION', 'RESTRICT') AND update_rule IN ('NO ACTION', 'RESTRICT'))`,
  );
  t.is(Number(found[0]?.count), 0);
});

databaseTest('what the API writes, Laravel reads: plain columns, timestamps in UTC', async (t) => {
  const author = await register(laravel);
  const { slug, createdAt } = await write(author, { tagList: [unique('tag')] });
  await comment(author, slug);
  const utc = (column: string) => `DATE_FORMAT(CONVERT_TZ(${column}, @@session.time_zone, '+00:00'), '%Y-%m-%dT%T.%f')`;
  const [row] = await query<{ user_id: number; seconds: string; milliseconds: string }>(
    `SELECT user_id, ${utc('created_at')} AS seconds, ${utc('created_at_ms')} AS milliseconds FROM articles WHERE slug = ?`,
    [slug],
  );
  t.is(row?.user_id, Number(claimsOf(author.token).sub));
  t.is(row?.milliseconds.slice(0, 23), createdAt.slice(0, 23));
  t.is(row?.seconds, `${createdAt.slice(0, 19)}.000000`);
});

databaseTest('what Laravel writes, the API reads', async (t) => {
  const author = await register(laravel);
  const slug = unique('eloquent');
  const userId = Number(claimsOf(author.token).sub);
  const sql = `INSERT INTO articles (user_id, slug, title, description, body, created_at, updated_at) VALUES (?, ?, 'T', 'D', 'B', '2026-01-02 03:04:05', '2026-01-02 03:04:05')`;
  const id = await insert(sql, [userId, slug]);
  await insert(
    'INSERT INTO comments (user_id, article_id, body, created_at, updated_at) VALUES (?, ?, ?, NOW(), NOW())',
    [userId, id, 'C'],
  );
  const answer = await eventually(
    () => author.get(`/articles/${slug}`),
    ({ status }) => status === 200,
  );
  t.like(answer.body.article, { title: 'T', author: { username: author.username } }, answer.summary);
  t.regex(answer.body.article.createdAt, laravel.date);
  const listed = await eventually(
    () => author.get(`/articles/${slug}/comments`),
    ({ body }) => body.comments.length > 0,
  );
  t.is(listed.body.comments[0]?.body, 'C');
});

test('the schema tests know every table of the contract', (t) => {
  t.is(Object.keys(tables).length, 7);
});
