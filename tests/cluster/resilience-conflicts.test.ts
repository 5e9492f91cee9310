import test from 'ava';
import { favorite, unfavorite } from '../../api/articles/favorites.ts';
import { createComment, findNewComment } from '../../api/comments/repository.ts';
import type { Query, Statement } from '../../api/database/query.ts';
import type { Look } from '../../api/database/session.ts';
import type { Bearer } from '../../api/users/tokens.ts';
import { createApiClient, createArticle, register } from './support/api-client.ts';
import { useLab } from './support/lab.ts';
import { openDatabase } from './support/ledger.ts';

const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.before(async () => (await useLab()).waitUntilWhole());

interface ArticleBody {
  article: { description: string; favoritesCount: number };
}

test.serial(
  '1,000 updates of one article through three members at once: no 5xx, and one of them is what stays',
  async (t) => {
    t.timeout(120_000);
    const { lab, rows } = await useLab();
    const ask = createApiClient(lab.target.endpoints.api);
    const token = await register(ask, `conflict-${Date.now()}`);
    const slug = await createArticle(ask, token, `Conflict ${Date.now()}`);
    let next = 0;
    const statuses = new Map<number, number>();
    const update = async () => {
      while (next < 1_000) {
        const json = { article: { description: `update ${next++}` } };
        const { status } = await ask('PUT', `/articles/${slug}`, { token, json });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: 30 }, update));
    t.deepEqual([...statuses], [[200, 1_000]]);
    const { body } = await ask<ArticleBody>('GET', `/articles/${slug}`);
    t.regex(body.article.description, /^update \d+$/);
    for (const member of members) {
      const sql = `SELECT description FROM ${lab.database}.articles WHERE slug = '${slug}'`;
      const [row] = await rows<{ description: string }>(member, sql);
      t.is(row?.description, body.article.description, member);
    }
  },
);

test.serial('favorites and their withdrawals by many users at once leave an exact count', async (t) => {
  t.timeout(120_000);
  const { lab } = await useLab();
  const ask = createApiClient(lab.target.endpoints.api);
  const author = await register(ask, `author-${Date.now()}`);
  const slug = await createArticle(ask, author, `Favorite ${Date.now()}`);
  const users = await Promise.all(Array.from({ length: 20 }, (_, user) => register(ask, `fan-${Date.now()}-${user}`)));
  const statuses = new Set<number>();
  await Promise.all(
    users.map(async (token, user) => {
      for (let round = 0; round < 5; round += 1) {
        statuses.add((await ask('POST', `/articles/${slug}/favorite`, { token })).status);
        const isLast = round === 4 && user % 2 === 0;
        if (!isLast) statuses.add((await ask('DELETE', `/articles/${slug}/favorite`, { token })).status);
      }
    }),
  );
  t.deepEqual([...statuses], [200]);
  const { body } = await ask<ArticleBody>('GET', `/articles/${slug}`);
  t.is(body.article.favoritesCount, users.length / 2);
});

test.serial('on one member, what many users do with one article at once waits instead of conflicting', async (t) => {
  t.timeout(60_000);
  const testLab = await useLab();
  const [member] = testLab.lab.target.endpoints.members;
  const database = openDatabase(testLab, member && { port: member.mysql.port });
  const write = async <Seen>(change: Statement, look: Look<Seen> = async () => undefined as Seen) =>
    (await database.session({ requestId: 'together' }).write({ change: [change], look })).seen;
  const read = <Seen>(look: Look<Seen>) => database.session({ requestId: 'together' }).read(look);
  try {
    const { users, slug } = await database.session({ requestId: 'cast' }).read(async (query) => ({
      users: await query.rows<Bearer>('SELECT id, 0 AS passwordUntilMs FROM users ORDER BY id LIMIT 16'),
      slug: (await query.row<{ slug: string }>('SELECT slug FROM articles ORDER BY id LIMIT 1'))?.slug ?? '',
    }));
    const takePart = async (viewer: Bearer) => {
      for (let round = 0; round < 5; round += 1) {
        await write(createComment({ viewer, slug, body: 'All at once' }));
        await write(favorite(slug, viewer));
        await write(unfavorite(slug, viewer));
      }
    };
    await Promise.all(users.map(takePart));
    t.deepEqual(database.metrics()?.retries, {});
    const [viewer, other] = users as [Bearer, Bearer];
    const nowhere = { viewer, slug: 'nowhere', body: 'Too late' };
    const findNew = (where: { viewer: Bearer; slug: string }) => (query: Query) => findNewComment(query, where);
    t.is(await write(createComment(nowhere), findNew(nowhere)), null, 'an article that is gone takes no comment');
    const here = { ...nowhere, slug };
    const mine = await write(createComment(here), findNew(here));
    const lookAgain = (where: { viewer: Bearer; slug: string }) =>
      read(async (query) => {
        await query.rows('SELECT LAST_INSERT_ID(?)', [mine?.id ?? 0]);
        return findNew(where)(query);
      });
    t.is((await lookAgain(here))?.id, mine?.id);
    t.is(await lookAgain(nowhere), null, 'a comment on another article is not shown');
    t.is(await lookAgain({ viewer: other, slug }), null, "nor is another user's");
  } finally {
    await write({ sql: "DELETE FROM comments WHERE body = 'All at once'" });
    await database.close();
  }
});
