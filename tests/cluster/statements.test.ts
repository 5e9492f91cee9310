import test from 'ava';
import { createTokens } from '../../api/users/tokens.ts';
import { createApiClient } from './support/api-client.ts';
import { measureWork } from './support/database-work.ts';
import { useLab } from './support/lab.ts';

// What a request costs the database does not depend on how fast the machine is. The members count it themselves.

const testLab = await useLab();
const { lab, rows, waitUntilWhole } = testLab;
const ask = createApiClient(lab.target.endpoints.api);

test.before(async () => waitUntilWhole());

interface User {
  id: number;
  username: string;
}

interface Request {
  method: string;
  path: string;
  user?: User | undefined;
  json?: unknown;
}

/** Ten of each kind that the seeds have. */
interface Sample {
  users: User[];
  /** Follows most other users. */
  reader: User | undefined;
  articles: (User & { slug: string })[];
  tags: { name: string }[];
  fans: User[];
}

interface Costs {
  name: string;
  statements: number;
  rows: number;
  requests(sample: Sample): Request[];
}

const get = (path: string, user?: User): Request => ({ method: 'GET', path, user });

/** Marks five things, and then takes the marks away. */
const setAndUnset = (marks: { path: string; user: User | undefined }[]) =>
  ['POST', 'DELETE'].flatMap((method) => marks.slice(0, 5).map((mark): Request => ({ method, ...mark })));

/** At most, for each request on the seeds; every route takes one round trip. */
const routes: Costs[] = [
  // A thousand names at most, each read three times; tests that run before make most of them.
  { name: 'GET /tags', statements: 1, rows: 3_100, requests: () => [get('/tags')] },
  {
    name: 'GET /articles',
    statements: 2,
    rows: 320,
    requests: ({ users }) => users.map((user, page) => get(`/articles?limit=20&offset=${(page % 8) * 20}`, user)),
  },
  {
    name: 'GET /articles?tag',
    statements: 2,
    rows: 300,
    requests: ({ tags }) => tags.map(({ name }) => get(`/articles?tag=${encodeURIComponent(name)}`)),
  },
  {
    name: 'GET /articles?author',
    statements: 2,
    rows: 180,
    requests: ({ users }) => users.map(({ username }) => get(`/articles?author=${username}`)),
  },
  {
    name: 'GET /articles?favorited',
    statements: 2,
    rows: 400,
    requests: ({ fans }) => fans.map(({ username }) => get(`/articles?favorited=${username}`)),
  },
  {
    name: 'GET /articles/feed',
    statements: 2,
    rows: 300,
    requests: ({ reader }) => [get('/articles/feed', reader)],
  },
  {
    name: 'GET /articles/:slug',
    statements: 1,
    rows: 20,
    requests: ({ articles, users }) => articles.map(({ slug }, index) => get(`/articles/${slug}`, users[index])),
  },
  {
    name: 'GET /articles/:slug/comments',
    statements: 1,
    rows: 50,
    requests: ({ articles, users }) =>
      articles.map(({ slug }, index) => get(`/articles/${slug}/comments`, users[index])),
  },
  {
    name: 'GET /profiles/:username',
    statements: 1,
    rows: 5,
    requests: ({ users }) => users.map(({ username }, index) => get(`/profiles/${username}`, users.at(index - 1))),
  },
  { name: 'GET /user', statements: 1, rows: 2, requests: ({ users }) => users.map((user) => get('/user', user)) },
  {
    name: 'favorite and unfavorite',
    statements: 5,
    rows: 40,
    requests: ({ articles, users }) =>
      setAndUnset(articles.map(({ slug }, index) => ({ path: `/articles/${slug}/favorite`, user: users[index] }))),
  },
  {
    name: 'follow and unfollow',
    statements: 5,
    rows: 10,
    requests: ({ users }) =>
      setAndUnset(
        users.map(({ username }, index) => ({ path: `/profiles/${username}/follow`, user: users.at(index - 1) })),
      ),
  },
  {
    name: 'POST /articles/:slug/comments',
    statements: 5,
    rows: 10,
    requests: ({ articles, users }) =>
      articles.map(({ slug }, index) => {
        const json = { comment: { body: 'Well said.' } };
        return { method: 'POST', path: `/articles/${slug}/comments`, user: users[index], json };
      }),
  },
  {
    name: 'POST /articles',
    statements: 6,
    rows: 20,
    requests: ({ users, tags }) =>
      users.map((user, index) => {
        const tagList = tags.slice(index % 2, 3).map(({ name }) => name);
        const json = { article: { title: 'Counted {unique}', description: 'd', body: 'b', tagList } };
        return { method: 'POST', path: '/articles', user, json };
      }),
  },
  {
    name: 'PUT /articles/:slug',
    statements: 5,
    rows: 20,
    requests: ({ articles }) =>
      articles.map(({ slug, ...user }) => {
        return { method: 'PUT', path: `/articles/${slug}`, user, json: { article: { body: 'Text {unique}.' } } };
      }),
  },
];

/** One wait for a member that is behind, in one of ten requests, is no change of the route. */
const tolerance = 0.2;

for (const route of routes) {
  test.serial(`${route.name} costs the database no more than it has to`, async (t) => {
    t.timeout(60_000);
    const requests = route.requests(await readSample());
    t.true(requests.length > 0);
    const sent = requests.map((request) => () => send(request));
    const { statements, roundTrips, rowsExamined } = await measureWork(testLab, sent);
    t.log(`${statements} statements, ${roundTrips} round trips, ${rowsExamined} rows examined`);
    t.true(statements <= route.statements + tolerance, `${statements} statements`);
    t.true(roundTrips <= 1 + tolerance, `${roundTrips} round trips`);
    t.true(rowsExamined <= route.rows, `${rowsExamined} rows examined`);
  });
}

async function readSample(): Promise<Sample> {
  const [{ name: first = '' } = {}] = lab.target.endpoints.members;
  const select = <Row>(columns: string, table: string, rest: string) =>
    rows<Row>(first, `SELECT ${columns} FROM ${lab.database}.${table} ${rest} LIMIT 10`);
  const join = (table: string, on: string) => `JOIN ${lab.database}.${table} ON ${on}`;
  const user = 'users.id, users.username';
  const [reader] = await select<User>(
    user,
    'users',
    `${join('follows', 'follower_id = users.id')} GROUP BY users.id ORDER BY COUNT(*) DESC, users.id`,
  );
  return {
    reader,
    users: await select(user, 'users', `${join('articles', 'user_id = users.id')} GROUP BY users.id ORDER BY users.id`),
    articles: await select(`slug, ${user}`, 'articles', `${join('users', 'users.id = user_id')} ORDER BY articles.id`),
    tags: await select('name', 'tags', `${join('article_tag', 'tag_id = tags.id')} GROUP BY tags.id ORDER BY tags.id`),
    fans: await select(user, 'users', `${join('favorites', 'user_id = users.id')} GROUP BY users.id ORDER BY users.id`),
  };
}

const { jwtSecret } = lab.secrets;
const tokens = createTokens({ secret: jwtSecret, ttlMinutes: 60, issuer: 'http://127.0.0.1/api/users/login' });
let sentSoFar = 0;

async function send({ method, path, user, json }: Request): Promise<void> {
  const unique = `${Date.now()}-${sentSoFar++}`;
  const { status, body } = await ask(method, path, {
    ...(user ? { token: tokens.create(user.id) } : {}),
    ...(json === undefined ? {} : { json: JSON.parse(JSON.stringify(json).replace('{unique}', unique)) }),
  });
  if (status !== 200) throw new Error(`${method} ${path} was answered with ${status}: ${JSON.stringify(body)}`);
}
