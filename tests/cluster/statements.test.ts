import test from 'ava';
import got from 'got';
import { useLab } from './support/lab.ts';

// How many statements a request costs is counted by the servers themselves, over all members. The API's own upkeep
// (idle checks, removal of old operations) falls into the count now and then: the least of several rounds has none.

const rounds = 6;
const { lab, rows, waitUntilWhole } = await useLab();
const { api, members } = lab.target.endpoints;
const client = got.extend({
  prefixUrl: `http://${api.address}:${api.port}/api`,
  responseType: 'json',
  retry: { limit: 0 },
});

test.before(async () => {
  await waitUntilWhole();
});

async function countStatements() {
  const sql = `SELECT COALESCE(SUM(COUNT_STAR), 0) AS count
    FROM performance_schema.events_statements_summary_by_user_by_event_name
    WHERE USER = '${lab.secrets.application.username}' AND EVENT_NAME LIKE 'statement/sql/%'`;
  const counts = await Promise.all(members.map(({ name }) => rows<{ count: string }>(name, sql)));
  return counts.reduce((sum, [row]) => sum + Number(row?.count), 0);
}

async function statementsOf(request: () => Promise<unknown>) {
  const counts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await countStatements();
    await request();
    counts.push((await countStatements()) - before);
  }
  return Math.min(...counts);
}

async function login() {
  const { user } = await client
    .post('users/login', { json: { user: { email: 'demo@example.com', password: 'secret' } } })
    .json<{ user: { token: string } }>();
  return { Authorization: `Token ${user.token}` };
}

for (const path of ['articles', 'articles/feed']) {
  test.serial(`GET ${path} sends the same few statements for one article and for twenty`, async (t) => {
    const headers = await login();
    const one = await statementsOf(() => client.get(path, { headers, searchParams: { limit: 1 } }));
    const twenty = await statementsOf(() => client.get(path, { headers, searchParams: { limit: 20 } }));
    t.log(`${one} and ${twenty} statements`);
    t.is(twenty, one);
    t.true(one <= 5, `${one} statements`);
  });
}

test.serial(
  'GET of one article and of its comments cost a few statements, however many comments there are',
  async (t) => {
    const headers = await login();
    const { articles } = await client
      .get('articles', { searchParams: { limit: 1 } })
      .json<{ articles: { slug: string }[] }>();
    const slug = articles[0]?.slug ?? '';
    const article = await statementsOf(() => client.get(`articles/${slug}`, { headers }));
    const comments = await statementsOf(() => client.get(`articles/${slug}/comments`, { headers }));
    t.log(`${article} for the article, ${comments} for its comments`);
    t.true(article <= 4, `${article} statements`);
    t.true(comments <= 4, `${comments} statements`);
  },
);
