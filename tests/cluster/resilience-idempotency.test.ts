import { randomUUID } from 'node:crypto';
import test from 'ava';
import got from 'got';
import { maxKeysOfOwner } from '../../api/idempotency/repository.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { type Ask, createApiClient, createArticle, register } from './support/api-client.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { useLab } from './support/lab.ts';

test.before(async () => (await useLab()).waitUntilWhole());

interface CommentsBody {
  comments: { body: string }[];
}

async function prepare(): Promise<{ ask: Ask; token: string; slug: string }> {
  const { lab } = await useLab();
  const ask = createApiClient(lab.target.endpoints.api);
  const token = await register(ask, `once-${randomUUID().slice(0, 8)}`);
  return { ask, token, slug: await createArticle(ask, token, `Once ${randomUUID()}`) };
}

const withKey = (key: string) => ({ 'Idempotency-Key': key });

test.serial('the same key and body get the first answer again, and it is done once', async (t) => {
  const { ask, token, slug } = await prepare();
  const request = { token, json: { comment: { body: 'once' } }, headers: withKey(randomUUID()) };
  const first = await ask('POST', `/articles/${slug}/comments`, request);
  t.is(first.status, 200);
  const again = await ask('POST', `/articles/${slug}/comments`, request);
  t.deepEqual([again.status, again.body], [first.status, first.body]);
  const { body } = await ask<CommentsBody>('GET', `/articles/${slug}/comments`);
  t.is(body.comments.length, 1);
});

test.serial('the same key with another body is 422', async (t) => {
  const { ask, token, slug } = await prepare();
  const headers = withKey(randomUUID());
  const path = `/articles/${slug}/comments`;
  await ask('POST', path, { token, json: { comment: { body: 'one' } }, headers });
  const { status, body } = await ask('POST', path, { token, json: { comment: { body: 'two' } }, headers });
  t.is(status, 422);
  t.regex(JSON.stringify(body), /was used for another request/);
});

test.serial('a user that is gone writes nothing, with a key or without', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const { ask, token, slug } = await prepare();
  const username = `gone-${randomUUID().slice(0, 8)}`;
  const orphaned = await register(ask, username);
  const [{ name = '' } = {}] = lab.target.endpoints.members;
  await rows(name, `DELETE FROM ${lab.database}.users WHERE username = '${username}'`);
  await waitUntilEqual();
  const json = { comment: { body: 'from nowhere' } };
  for (const path of [`/articles/${slug}/comments`, `/articles/${slug}/favorite`, '/profiles/demo/follow']) {
    for (const headers of [{}, withKey(randomUUID())]) {
      t.is(
        (await ask('POST', path, { token: orphaned, json, headers })).status,
        401,
        `${path} ${Object.keys(headers)}`,
      );
    }
  }
  const { body } = await ask<CommentsBody>('GET', `/articles/${slug}/comments`, { token });
  t.deepEqual(body.comments, []);
});

interface UserBody {
  user: { token: string };
}

const newUser = (name: string) => {
  const username = `${name}-${randomUUID().slice(0, 8)}`;
  return { username, email: `${username}@example.com`, password: 'secret' };
};

test.serial(
  'ten registrations at once with one key are one, and each hears the same, with a token that is good',
  async (t) => {
    const { ask } = await prepare();
    const json = { user: newUser('ten') };
    const headers = withKey(randomUUID());
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask<UserBody>('POST', '/users', { json, headers })),
    );
    t.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    const withoutToken = ({ body: { user } }: { body: UserBody }) => JSON.stringify({ ...user, token: '' });
    t.is(new Set(answers.map(withoutToken)).size, 1);
    for (const { body } of answers) t.is((await ask('GET', '/user', { token: body.user.token })).status, 200);
  },
);

test.serial('a keyed registration gives no token once the password has changed', async (t) => {
  const { ask } = await prepare();
  const request = { json: { user: newUser('moved') }, headers: withKey(randomUUID()) };
  const { body } = await ask<UserBody>('POST', '/users', request);
  t.is((await ask('POST', '/users', request)).status, 200);
  const changed = { token: body.user.token, json: { user: { password: 'another secret' } } };
  t.is((await ask('PUT', '/user', changed)).status, 200);
  const again = await ask('POST', '/users', request);
  t.is(again.status, 422);
  t.regex(JSON.stringify(again.body), /has already been taken/);
});

test.serial('a keyed login is just a login: it is checked each time', async (t) => {
  const { ask } = await prepare();
  const user = newUser('login');
  const { body } = await ask<UserBody>('POST', '/users', { json: { user } });
  const headers = withKey(randomUUID());
  const login = (password: string) =>
    ask<UserBody>('POST', '/users/login', { json: { user: { email: user.email, password } }, headers });
  const [first, second] = [await login('secret'), await login('secret')];
  t.deepEqual([first.status, second.status], [200, 200]);
  t.not(first.body.user.token, second.body.user.token, 'each login has a token of its own');
  t.is((await login('wrong')).status, 422, 'another body is another login, not a key that was used before');
  const changed = { token: body.user.token, json: { user: { password: 'another secret' } } };
  t.is((await ask('PUT', '/user', changed)).status, 200);
  t.is((await login('secret')).status, 422);
});

test.serial('clients without a token have no key in common', async (t) => {
  const { ask } = await prepare();
  const headers = withKey(randomUUID());
  for (const name of ['one', 'other']) {
    t.is((await ask('POST', '/users', { json: { user: newUser(name) }, headers })).status, 200, name);
  }
});

test.serial('no connection is held while passwords are hashed, whatever keys the requests carry', async (t) => {
  const testLab = await useLab();
  const environment = { DB_POOL_SIZE: '2', API_PASSWORD_WORKERS: '1', BCRYPT_ROUNDS: '14' };
  const api = await startApiProcess(testLab, environment);
  let answered = 0;
  try {
    const slow = Array.from({ length: 4 }, async () => {
      const { status } = await api.ask('POST', '/users', {
        json: { user: newUser('slow') },
        headers: withKey(randomUUID()),
      });
      answered += 1;
      return status;
    });
    await waitFor(async () => /api_bcrypt_queue_length [1-9]/.test(await readMetrics(api)), {
      what: 'a password to wait for its worker',
      timeoutMs: 15_000,
      intervalMs: 20,
    });
    const before = answered;
    t.is((await api.ask('GET', '/tags')).status, 200);
    t.is(answered, before, 'the tags came before the next registration');
    t.deepEqual(new Set(await Promise.all(slow)), new Set([200]));
  } finally {
    await api.stop();
  }
});

const readMetrics = ({ endpoint: { address, port } }: ApiProcess) => got(`http://${address}:${port}/metrics`).text();

test.serial('what is kept of keyed requests stays small, however long the answers are', async (t) => {
  const { lab, rows, waitUntilEqual } = await useLab();
  const { ask, token } = await prepare();
  const long = { title: `Long ${randomUUID()}`, description: 'd', body: 'x'.repeat(60_000), tagList: [] };
  const { body } = await ask<{ article: { slug: string } }>('POST', '/articles', { token, json: { article: long } });
  const path = `/articles/${body.article.slug}/favorite`;
  const writtenBytes = async () => {
    await waitUntilEqual();
    const logs = await rows<{ File_size: string }>('mysql-1', 'SHOW BINARY LOGS');
    return logs.reduce((sum, { File_size: size }) => sum + Number(size), 0);
  };
  const before = await writtenBytes();
  for (let request = 0; request < 20; request += 1) {
    t.is((await ask('POST', path, { token, headers: withKey(randomUUID()) })).status, 200);
  }
  const bytes = (await writtenBytes()) - before;
  t.log(`${bytes} bytes of binary log for 20 keyed favorites of an article of 60,000 characters`);
  t.true(bytes < 500_000, `${bytes} bytes`);
  const lengths = 'SUM(LENGTH(id) + LENGTH(owner) + LENGTH(fingerprint) + 16) / COUNT(*) AS bytes';
  const [kept] = await rows<{ bytes: number }>('mysql-1', `SELECT ${lengths} FROM ${lab.database}.idempotent_requests`);
  t.true(Number(kept?.bytes) < 200);
  await ask('DELETE', `/articles/${body.article.slug}`, { token });
});

test.serial('of one user only the newest keys are kept', async (t) => {
  const { lab, rows } = await useLab();
  const { ask, token, slug } = await prepare();
  const table = `${lab.database}.idempotent_requests`;
  const path = `/articles/${slug}/favorite`;
  await ask('POST', path, { token, headers: withKey(randomUUID()) });
  const newest = `SELECT owner FROM ${table} ORDER BY created_at DESC LIMIT 1`;
  // As many more as may be kept, each a second older than the one before.
  await rows(
    'mysql-1',
    `SET SESSION cte_max_recursion_depth = 2000; INSERT INTO ${table} (id, owner, fingerprint, created_at)
    WITH RECURSIVE numbers AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM numbers WHERE n < ${maxKeysOfOwner})
    SELECT UNHEX(SHA2(UUID(), 256)), (SELECT owner FROM (${newest}) AS it), UNHEX(SHA2('', 256)), NOW(3) - INTERVAL n + 60 SECOND FROM numbers`,
  );
  const key = randomUUID();
  await ask('POST', path, { token, headers: withKey(key) });
  const [counted] = await rows<{ n: number }>(
    'mysql-1',
    `SELECT COUNT(*) AS n FROM ${table} WHERE owner = (SELECT owner FROM (${newest}) AS it)`,
  );
  t.is(Number(counted?.n), maxKeysOfOwner);
  t.is((await ask('POST', path, { token, headers: withKey(key) })).status, 200);
});

test.serial('articles of one title that come with keys each get a slug of their own', async (t) => {
  const { ask, token } = await prepare();
  const json = { article: { title: `Title ${randomUUID()}`, description: 'd', body: 'b', tagList: ['keyed'] } };
  const publish = () =>
    ask<{ article: { slug: string } }>('POST', '/articles', { token, json, headers: withKey(randomUUID()) });
  const answers = [await publish(), await publish(), ...(await Promise.all(Array.from({ length: 8 }, publish)))];
  t.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  t.is(new Set(answers.map(({ body }) => body.article.slug)).size, answers.length);
});

test.serial('a key belongs to its user and its path', async (t) => {
  const { ask, token, slug } = await prepare();
  const other = await register(ask, `other-${randomUUID().slice(0, 8)}`);
  const headers = withKey(randomUUID());
  const json = { comment: { body: 'mine' } };
  const path = `/articles/${slug}/comments`;
  const [mine, theirs] = [
    await ask('POST', path, { token, json, headers }),
    await ask('POST', path, { token: other, json, headers }),
  ];
  t.is(theirs.status, 200);
  t.notDeepEqual(theirs.body, mine.body);
});

test.serial('what was refused was not done: the key is free for the corrected request', async (t) => {
  const { ask, token, slug } = await prepare();
  const headers = withKey(randomUUID());
  const path = `/articles/${slug}/comments`;
  t.is((await ask('POST', path, { token, json: { comment: { body: '' } }, headers })).status, 422);
  t.is((await ask('POST', path, { token, json: { comment: { body: 'corrected' } }, headers })).status, 200);
});

test.serial('a key that no header can carry well is refused', async (t) => {
  const { ask, token, slug } = await prepare();
  const json = { comment: { body: 'x' } };
  for (const key of ['with space', 'x'.repeat(256)]) {
    const { status } = await ask('POST', `/articles/${slug}/comments`, { token, json, headers: withKey(key) });
    t.is(status, 400, key.slice(0, 20));
  }
});

test.serial('the database keeps no token and no text of an answer', async (t) => {
  const { ask } = await prepare();
  const { lab, rows } = await useLab();
  const user = newUser('secret');
  const { status } = await ask('POST', '/users', { json: { user }, headers: withKey(randomUUID()) });
  t.is(status, 200);
  const columns = await rows<{ COLUMN_NAME: string }>(
    'mysql-1',
    `SELECT COLUMN_NAME FROM information_schema.columns
      WHERE table_schema = '${lab.database}' AND table_name = 'idempotent_requests'`,
  );
  const all = `CONCAT_WS(' ', ${columns.map(({ COLUMN_NAME: name }) => `CAST(${name} AS BINARY)`).join()})`;
  const sql = `SELECT COUNT(*) AS n, SUM(LOCATE('${user.username}', ${all}) > 0) AS readable FROM ${lab.database}.idempotent_requests`;
  const [row] = await rows<{ n: number; readable: number }>('mysql-1', sql);
  t.true(Number(row?.n) > 0);
  t.is(Number(row?.readable), 0);
});

test.serial(
  'a write answers with a token that another process honours, and nonsense in its place does no harm',
  async (t) => {
    const { ask, token, slug } = await prepare();
    const json = { comment: { body: 'x' } };
    const { headers } = await ask('POST', `/articles/${slug}/comments`, { token, json });
    const causality = String(headers['causality-token']);
    t.regex(causality, /^[\w-]+$/, 'fits a header and a cookie as it is');
    t.regex(String(headers['set-cookie']), /^causality=.*HttpOnly/);
    for (const carried of [causality, 'nonsense', `${causality}x`]) {
      const answer = await ask<CommentsBody>('GET', `/articles/${slug}/comments`, {
        headers: { 'Causality-Token': carried },
      });
      t.is(answer.status, 200);
      t.is(answer.body.comments.length, 1);
      t.true(answer.tookMs < 2_000);
    }
  },
);
