import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import got from 'got';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { newUser, prepare, withKey } from './support/keyed.ts';
import { useLab } from './support/lab.ts';

test.before(async () => (await useLab()).waitUntilWhole());

interface UserBody {
  user: { token: string };
}

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

test.serial(
  'registrations with one key hear the same, also where one is committed between two looks of another',
  async (t) => {
    t.timeout(120_000);
    const testLab = await useLab();
    const environment = { BCRYPT_ROUNDS: '4', API_LOGIN_LIMIT_PER_MINUTE: '0' };
    const apis = await Promise.all([1, 2].map(() => startApiProcess(testLab, environment)));
    try {
      for (let round = 0; round < 60; round += 1) {
        const request = { json: { user: newUser('looks') }, headers: withKey(randomUUID()) };
        const send = async (number: number) => {
          await sleep(2 * number);
          return (await (apis[number % 2] as ApiProcess).ask('POST', '/users', request)).status;
        };
        t.deepEqual(
          new Set(await Promise.all(Array.from({ length: 10 }, (_, number) => send(number)))),
          new Set([200]),
        );
      }
    } finally {
      await Promise.all(apis.map((api) => api.stop()));
    }
  },
);

test.serial(
  'of registrations of one name with keys of their own one is done, and the others hear that it is taken',
  async (t) => {
    const { ask } = await prepare();
    const json = { user: newUser('wanted') };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask('POST', '/users', { json, headers: withKey(randomUUID()) })),
    );
    t.deepEqual(answers.map(({ status }) => status).sort(), [200, 422, 422, 422, 422]);
    const refused = answers.filter(({ status }) => status === 422).map(({ body }) => JSON.stringify(body));
    for (const text of refused) t.regex(text, /has already been taken/);
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
  const environment = { DB_POOL_SIZE: '2', API_PASSWORD_WORKERS: '1', BCRYPT_ROUNDS: '13' };
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
    t.is((await api.ask('GET', '/tags')).status, 200);
    // With both connections held, the two other registrations would come before the tags.
    t.true(answered < 3, `${answered} registrations were answered before the tags`);
    t.deepEqual(new Set(await Promise.all(slow)), new Set([200]));
  } finally {
    await api.stop();
  }
});

const readMetrics = ({ endpoint: { address, port } }: ApiProcess) => got(`http://${address}:${port}/metrics`).text();
