import test, { type ExecutionContext } from 'ava';
import { createKnownFeeds } from '../../api/articles/known-feeds.ts';
import { createApiClient, register } from './support/api-client.ts';
import { useLab } from './support/lab.ts';
import { openDatabase } from './support/ledger.ts';

// Which of its ways a feed takes depends on how many authors it has and when they wrote; what it shows must not.

const { lab, rows, waitUntilEqual, waitUntilWhole } = await useLab();
const ask = createApiClient(lab.target.endpoints.api);
const [{ name: first = '' } = {}] = lab.target.endpoints.members;
const stamp = Date.now();
const table = (name: string) => `${lab.database}.${name}`;

test.before(async () => waitUntilWhole());

/** Articles of an author, one a second: the first of them so many seconds ago. */
async function addArticles(
  author: string,
  { count, sinceSeconds, slug = author }: { count: number; sinceSeconds: number; slug?: string },
) {
  await rows(
    first,
    `INSERT /*+ SET_VAR(cte_max_recursion_depth = 10000) */ INTO ${table('articles')} (user_id, slug, title, description, body, created_at, updated_at)
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT u.id, CONCAT('${slug}-', n), 't', 'd', 'b', NOW(3) - INTERVAL ${sinceSeconds} - n SECOND, NOW(3)
       FROM numbers JOIN ${table('users')} u ON u.username = '${author}'`,
  );
}

const silent = (n: number) => `silent-${n}-${stamp}`;

/** So many users who write nothing, followed by one. */
async function addSilentAuthors(reader: string, count: number) {
  await rows(
    first,
    `INSERT INTO ${table('users')} (username, email, password)
     WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT CONCAT('silent-', n, '-', '${stamp}'), CONCAT(n, '@${stamp}.example.com'), '' FROM numbers`,
  );
  await rows(
    first,
    `INSERT INTO ${table('follows')} (follower_id, followed_id)
     SELECT r.id, s.id FROM ${table('users')} r JOIN ${table('users')} s
      WHERE r.username = '${reader}' AND s.username LIKE 'silent-%-${stamp}'`,
  );
  await waitUntilEqual();
}

async function assertFeed(t: ExecutionContext, token: string, authors: string[]) {
  const expected = await rows<{ slug: string }>(
    first,
    `SELECT a.slug FROM ${table('articles')} a JOIN ${table('users')} u ON u.id = a.user_id
      WHERE u.username IN ('${authors.join("','")}') ORDER BY a.created_at_ms DESC, a.id DESC`,
  );
  for (const [limit, offset] of [
    [20, 0],
    [20, 20],
    [50, 50],
    [7, 96],
    [100, Math.max(0, expected.length - 5)],
  ] as const) {
    const { body } = await ask<{ articles: { slug: string }[]; articlesCount: number }>(
      'GET',
      `/articles/feed?limit=${limit}&offset=${offset}`,
      { token },
    );
    const what = `${limit} from ${offset} of ${authors.join()}`;
    t.is(body.articlesCount, expected.length, what);
    t.deepEqual(
      body.articles.map(({ slug }) => slug),
      expected.slice(offset, offset + limit).map(({ slug }) => slug),
      what,
    );
  }
}

test.serial('a feed shows the same pages, be its authors few or many, busy or silent of late', async (t) => {
  t.timeout(120_000);
  const names = ['reader', 'busy', 'sleeper', 'rare'].map((role) => `${role}${stamp}`);
  const [reader = '', busy = '', sleeper = '', rare = ''] = names;
  const tokens = new Map<string, string>();
  for (const name of names) tokens.set(name, await register(ask, name));
  const token = tokens.get(reader) ?? '';
  const follow = (author: string) => ask('POST', `/profiles/${author}/follow`, { token });
  try {
    await addArticles(busy, { count: 1_200, sinceSeconds: -5_000 });
    await addArticles(sleeper, { count: 400, sinceSeconds: 5_000 });
    await addArticles(rare, { count: 12, sinceSeconds: -4_500 });
    await waitUntilEqual();
    await follow(rare);
    await assertFeed(t, token, [rare]);
    await addSilentAuthors(reader, 120);
    await assertFeed(t, token, [rare]);
    await follow(sleeper);
    await assertFeed(t, token, [rare, sleeper]);
    await follow(busy);
    await assertFeed(t, token, [rare, sleeper, busy]);
    await ask('DELETE', `/profiles/${rare}/follow`, { token });
    await assertFeed(t, token, [sleeper, busy]);
    await ask('DELETE', `/profiles/${busy}/follow`, { token });
    await assertFeed(t, token, [sleeper]);
    // What the API knows of this feed by now has to change with the articles, too.
    await addArticles(sleeper, { count: 30, sinceSeconds: 4_000, slug: `awake${stamp}` });
    await waitUntilEqual();
    await assertFeed(t, token, [sleeper]);
    await rows(first, `DELETE FROM ${table('articles')} WHERE slug LIKE 'awake${stamp}-1%'`);
    await waitUntilEqual();
    await assertFeed(t, token, [sleeper]);
    // Other authors: the number, the sum and the sum of squares of their ids are the same.
    await addArticles(silent(5), { count: 3, sinceSeconds: 3_000 });
    await waitUntilEqual();
    const swapper = await register(ask, `swapper${stamp}`);
    const followAs = (method: 'POST' | 'DELETE') => (n: number) =>
      ask(method, `/profiles/${silent(n)}/follow`, { token: swapper });
    for (const n of [1, 5, 6]) await followAs('POST')(n);
    await assertFeed(t, swapper, [silent(1), silent(5), silent(6)]);
    await Promise.all([...[1, 5, 6].map(followAs('DELETE')), ...[2, 3, 7].map(followAs('POST'))]);
    await assertFeed(t, swapper, [silent(2), silent(3), silent(7)]);
  } finally {
    const authors = `user_id IN (SELECT id FROM ${table('users')} WHERE username LIKE '%${stamp}')`;
    await rows(first, `DELETE FROM ${table('articles')} WHERE ${authors}`);
    await rows(first, `DELETE FROM ${table('follows')} WHERE ${authors.replace('user_id', 'followed_id')}`);
    await rows(first, `DELETE FROM ${table('users')} WHERE username LIKE '%${stamp}'`);
  }
});

test.serial('so many feeds are cached, and the one that was asked for longest ago goes first', async (t) => {
  const database = openDatabase(await useLab());
  const feeds = createKnownFeeds({ atMost: 2 });
  try {
    const session = database.session({ requestId: 'known-feeds' });
    for (const reader of [1, 2, 1, 3])
      await session.read((query) => feeds.count(query, { id: reader, passwordUntilMs: 0 }));
    t.deepEqual(
      [1, 2, 3].map((reader) => feeds.find(reader) !== undefined),
      [true, false, true],
    );
  } finally {
    await database.close();
  }
});
