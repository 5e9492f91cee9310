import test, { type ExecutionContext } from 'ava';
import { createApiClient, createArticle, register } from './support/api-client.ts';
import { useLab } from './support/lab.ts';

// The counters are kept by triggers, in slots that no two members share. They are right after any statement.

const { lab, rows, waitUntilEqual, waitUntilWhole } = await useLab();
const { api, members } = lab.target.endpoints;
const ask = createApiClient(api);
const stamp = Date.now();

test.before(async () => waitUntilWhole());

/** Counters that are not what a count of the rows gives. */
const wrongSql = `
  SELECT kind, id, SUM(counter) AS counter, SUM(counted) AS counted FROM (
    SELECT kind, id, value AS counter, 0 AS counted FROM counters WHERE kind NOT IN ('article_changes', 'follow_changes')
    UNION ALL SELECT 'articles', 0, 0, COUNT(*) FROM articles
    UNION ALL SELECT 'author', user_id, 0, COUNT(*) FROM articles GROUP BY user_id
    UNION ALL SELECT 'tag', tag_id, 0, COUNT(*) FROM article_tag GROUP BY tag_id
    UNION ALL SELECT 'favorites', article_id, 0, COUNT(*) FROM favorites GROUP BY article_id
  ) both_ways GROUP BY kind, id HAVING SUM(counter) <> SUM(counted)`;

async function assertCounters(t: ExecutionContext) {
  await waitUntilEqual();
  for (const { name } of members) {
    t.deepEqual(await rows(name, wrongSql.replaceAll(/FROM (\w)/g, `FROM ${lab.database}.$1`)), [], name);
  }
}

test.serial('many users favorite one article at once, half of them take it back: the count is exact', async (t) => {
  const tokens = await Promise.all(Array.from({ length: 24 }, (_, number) => register(ask, `fan${stamp}x${number}`)));
  const slug = await createArticle(ask, tokens[0] ?? '', `Much loved ${stamp}`);
  const favorite = (method: 'POST' | 'DELETE') => (token: string) =>
    ask(method, `/articles/${slug}/favorite`, { token });
  // Each twice: a second time changes nothing.
  await Promise.all([...tokens, ...tokens].map(favorite('POST')));
  await Promise.all(tokens.slice(0, 12).map(favorite('DELETE')));
  const { body } = await ask('GET', `/articles/${slug}`, {});
  t.is((body as { article: { favoritesCount: number } }).article.favoritesCount, 12);
  await assertCounters(t);
  await ask('DELETE', `/articles/${slug}`, { token: tokens[0] ?? '' });
  await assertCounters(t);
});

test.serial('what is written past the API counts, too, and what is rolled back does not', async (t) => {
  const [first = '', second = ''] = members.map(({ name }) => name);
  const table = `${lab.database}.articles`;
  const insert = (slug: string) =>
    `INSERT INTO ${table} (user_id, slug, title, description, body, created_at, updated_at)
       SELECT id, '${slug}', 't', 'd', 'b', NOW(3), NOW(3) FROM ${lab.database}.users WHERE username = 'demo'`;
  await rows(first, insert(`past-${stamp}-1`));
  await rows(second, insert(`past-${stamp}-2`));
  await rows(second, `START TRANSACTION; ${insert(`past-${stamp}-3`)}; ROLLBACK`);
  await assertCounters(t);
  await rows(first, `DELETE FROM ${table} WHERE slug LIKE 'past-${stamp}%'`);
  await assertCounters(t);
});

test.serial('an article that SQL put there without dates is shown, and its first change gives it a time', async (t) => {
  const [{ name = '' } = {}] = members;
  const author = `timeless${stamp}`;
  const token = await register(ask, author);
  const slug = await createArticle(ask, token, `Timeless ${stamp}`);
  await waitUntilEqual();
  await rows(name, `UPDATE ${lab.database}.articles SET created_at = NULL, updated_at = NULL WHERE slug = '${slug}'`);
  await waitUntilEqual();
  const list = await ask<{ articles: object[] }>('GET', `/articles?author=${author}`);
  t.like(list.body.articles, [{ slug, createdAt: null, updatedAt: null }]);
  const json = { article: { body: 'changed' } };
  const changed = await ask<{ article: { updatedAt: string } }>('PUT', `/articles/${slug}`, { token, json });
  t.is(changed.body.article.updatedAt.slice(0, 4), String(new Date().getUTCFullYear()));
  await ask('DELETE', `/articles/${slug}`, { token });
});

test.serial('an article whose time is changed moves in the lists of its tag', async (t) => {
  const token = await register(ask, `mover${stamp}`);
  const write = async (title: string) => {
    const json = { article: { title, description: 'd', body: 'b', tagList: [`moved${stamp}`] } };
    return (await ask<{ article: { slug: string } }>('POST', '/articles', { token, json })).body.article.slug;
  };
  const slugs = [await write(`Older ${stamp}`), await write(`Newer ${stamp}`)];
  const list = async () => {
    const { body } = await ask<{ articles: { slug: string }[] }>('GET', `/articles?tag=moved${stamp}`);
    return body.articles.map(({ slug }) => slug);
  };
  t.deepEqual(await list(), slugs.toReversed());
  const [first = ''] = members.map(({ name }) => name);
  await rows(
    first,
    `UPDATE ${lab.database}.articles SET created_at = NOW(3) + INTERVAL 1 MINUTE WHERE slug = '${slugs[0]}'`,
  );
  await waitUntilEqual();
  t.deepEqual(await list(), slugs);
});
