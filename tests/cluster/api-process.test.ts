import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import got from 'got';
import jwt from 'jsonwebtoken';
import { loadCertificates } from '../../scripts/state/certificates.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { createArticle, register } from './support/api-client.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { useLab } from './support/lab.ts';

test.before(async () => (await useLab()).waitUntilWhole());

const newName = () => `own-${randomUUID().slice(0, 8)}`;
const urlOf = ({ endpoint: { address, port } }: ApiProcess) => `http://${address}:${port}`;

test.serial('an API that is asked to end finishes the requests in flight, and takes no new ones', async (t) => {
  const api = await startApiProcess(await useLab(), { BCRYPT_ROUNDS: '13' });
  const inFlight = await Promise.all([beginRegistration(api), beginRegistration(api), beginRegistration(api)]);
  api.signal('SIGTERM');
  await waitFor(() => isRefused(api), { what: 'new connections to be refused', timeoutMs: 5_000 });
  t.deepEqual(await Promise.all(inFlight.map((registration) => registration.finish())), [200, 200, 200]);
  t.is(await api.ended, 0);
});

test.serial('an API does not wait for ever for a client that never ends its request', async (t) => {
  const api = await startApiProcess(await useLab(), { API_SHUTDOWN_MS: '500' });
  const registration = await beginRegistration(api);
  api.signal('SIGTERM');
  t.is(await api.ended, 0);
  await t.throwsAsync(registration.finish());
});

test.serial('with API_DRAIN_MS an API that is asked to end serves on, and says that it is not ready', async (t) => {
  const api = await startApiProcess(await useLab(), { API_DRAIN_MS: '1500' });
  const ask = (path: string) => got(`${urlOf(api)}${path}`, { throwHttpErrors: false, retry: { limit: 0 } });
  t.is((await ask('/ready')).statusCode, 200);
  api.signal('SIGTERM');
  const isClosing = async () => (await ask('/ready')).body.includes('"reason":"closing"');
  await waitFor(isClosing, { what: 'the API to say that it closes', timeoutMs: 1_000, intervalMs: 20 });
  t.is((await ask('/api/tags')).statusCode, 200);
  t.is(await api.ended, 0);
});

test.serial('X-Forwarded-For tells clients apart behind a trusted proxy, and is ignored from others', async (t) => {
  const testLab = await useLab();
  const statusesOf = async (behindProxy: string) => {
    const environment = { API_BEHIND_PROXY: behindProxy, API_LOGIN_LIMIT_PER_MINUTE: '1' };
    const api = await startApiProcess(testLab, environment);
    const json = { user: { email: 'unknown@example.com', password: 'wrong' } };
    const statuses: number[] = [];
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.9, 10.0.0.1']) {
      const headers = { 'X-Forwarded-For': address };
      statuses.push((await api.ask('POST', '/users/login', { json, headers })).status);
    }
    await api.stop();
    return statuses.map((status) => status === 429);
  };
  t.deepEqual(await statusesOf('on'), [false, false, true]);
  t.deepEqual(await statusesOf('off'), [false, true, true]);
});

test.serial(
  'password changes are limited with the logins of an address, other changes of a user are not',
  async (t) => {
    const api = await startApiProcess(await useLab(), { API_LOGIN_LIMIT_PER_MINUTE: '2' });
    t.teardown(() => api.stop());
    const token = await register(api.ask, newName());
    const change = (user: object, bearer = token) =>
      api.ask<{ user: { token: string } }>('PUT', '/user', { token: bearer, json: { user } });
    const changed = await change({ password: 'another secret' });
    t.is(changed.status, 200);
    t.regex(String(changed.headers.ratelimit), /^"address";r=0;t=\d+, "account";r=\d+;t=\d+/);
    t.regex(String(changed.headers['ratelimit-policy']), /^"address";q=2;w=60, /);
    const { token: next } = changed.body.user;
    const refused = await change({ password: 'a third secret' }, next);
    t.is(refused.status, 429);
    t.regex(String(refused.headers['retry-after']), /^[1-9]\d?$/);
    t.regex(String(refused.headers.ratelimit), /^"address";r=0;t=\d+$/);
    t.is((await change({ bio: 'not a password' }, next)).status, 200);
    await api.stop();
  },
);

test.serial('a token lives as long as JWT_TTL says, an hour if it is not set', async (t) => {
  const testLab = await useLab();
  for (const [environment, seconds] of [[{}, 3_600] as const, [{ JWT_TTL: '5' }, 300] as const]) {
    const api = await startApiProcess(testLab, environment);
    const { exp = 0, iat = 0 } = jwt.decode(await register(api.ask, newName())) as jwt.JwtPayload;
    t.is(exp - iat, seconds);
    await api.stop();
  }
});

test.serial('only the origins of CORS_ALLOWED_ORIGINS may read answers', async (t) => {
  const origins = 'https://one.example, https://two.example';
  const api = await startApiProcess(await useLab(), { CORS_ALLOWED_ORIGINS: origins });
  const allowed = async (origin: string) =>
    (await got(`${urlOf(api)}/api/tags`, { headers: { Origin: origin } })).headers['access-control-allow-origin'];
  t.is(await allowed('https://two.example'), 'https://two.example');
  t.falsy(await allowed('https://three.example'));
  await api.stop();
});

test.serial('a 500 shows no stack to the client, unless APP_DEBUG is on', async (t) => {
  const testLab = await useLab();
  const fail = async (debug: string) => {
    const api = await startApiProcess(testLab, { APP_DEBUG: debug, DB_DATABASE: 'no_such_database' });
    const { statusCode, body } = await got(`${urlOf(api)}/api/tags`, { throwHttpErrors: false, retry: { limit: 0 } });
    t.true(statusCode >= 500, `${statusCode}`);
    t.is(/"trace"/.test(body), debug === 'true', body);
    await api.stop();
  };
  await Promise.all([fail('false'), fail('true')]);
});

test.serial('what was written through one API process is seen through another that is shown the token', async (t) => {
  const testLab = await useLab();
  const [one, other] = await Promise.all([startApiProcess(testLab), startApiProcess(testLab)]);
  const token = await register(one.ask, newName());
  const slug = await createArticle(one.ask, token, `Two processes ${randomUUID()}`);
  const stale: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    const json = { article: { description: `step ${step}` } };
    const written = await one.ask('PUT', `/articles/${slug}`, { token, json });
    t.is(written.status, 200);
    const headers = { 'Causality-Token': String(written.headers['causality-token']) };
    const read = await other.ask<{ article: { description: string } }>('GET', `/articles/${slug}`, { headers });
    if (read.body.article.description !== `step ${step}`) stale.push(read.body.article.description);
  }
  t.deepEqual(stale, []);
  await Promise.all([one.stop(), other.stop()]);
});

function isRefused(api: ApiProcess): Promise<boolean> {
  return got(`${urlOf(api)}/api/tags`, { retry: { limit: 0 } }).then(
    () => false,
    ({ code }: { code?: string }) => code === 'ECONNREFUSED',
  );
}

/** A registration that the API has taken up, and whose body is still to come. */
async function beginRegistration({ endpoint: { address, port } }: ApiProcess) {
  const name = newName();
  const body = JSON.stringify({ user: { username: name, email: `${name}@example.com`, password: 'secret' } });
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Expect: '100-continue',
  };
  const sent = request({ host: address, port, method: 'POST', path: '/laravel/api/users', headers });
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', ({ statusCode }) => resolve(statusCode)).on('error', reject);
  });
  status.catch(() => undefined);
  sent.flushHeaders();
  await once(sent, 'continue');
  return {
    finish() {
      sent.end(body);
      return status;
    },
  };
}

test.serial(
  'with a certificate authority the way to the database is encrypted, and leads to its servers alone',
  async (t) => {
    const testLab = await useLab();
    const { stateDir } = testLab.lab.target.view;
    const folder = await mkdtemp(join(tmpdir(), 'authority-'));
    const write = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    try {
      const { authority } = await loadCertificates(stateDir, []);
      const api = await startApiProcess(testLab, { MYSQL_ATTR_SSL_CA: await write('ours.pem', authority) });
      t.is((await got(`${urlOf(api)}/api/tags`)).statusCode, 200);
      t.true((await countEncrypted(testLab)) > 0);
      await api.stop();
      const other = await loadCertificates(folder, []);
      const refused = await startApiProcess(testLab, { MYSQL_ATTR_SSL_CA: await write('other.pem', other.authority) });
      const answer = await got(`${urlOf(refused)}/ready`, { throwHttpErrors: false, retry: { limit: 0 } });
      t.is(answer.statusCode, 503);
      await refused.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

/** Sessions of the application that are encrypted, on all members. */
async function countEncrypted({ lab, rows }: Awaited<ReturnType<typeof useLab>>): Promise<number> {
  const sql = `SELECT COUNT(*) AS n FROM performance_schema.status_by_thread JOIN performance_schema.threads USING (THREAD_ID)
    WHERE VARIABLE_NAME = 'Ssl_cipher' AND VARIABLE_VALUE <> '' AND PROCESSLIST_USER = '${lab.secrets.application.username}'`;
  const counts = await Promise.all(lab.target.endpoints.members.map(({ name }) => rows<{ n: number }>(name, sql)));
  return counts.reduce((sum, [row]) => sum + Number(row?.n), 0);
}
