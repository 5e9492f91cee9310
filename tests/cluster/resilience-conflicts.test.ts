import test from 'ava';
import { createApiClient, createArticle, register } from './support/api-client.ts';
import { useLab } from './support/lab.ts';

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
