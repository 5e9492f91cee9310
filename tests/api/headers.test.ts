import test from 'ava';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { send } from './support/http.ts';
import { register } from './support/people.ts';
import { unique } from './support/unique.ts';

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: no cache may keep an answer that carries a token`, async (t) => {
    const username = unique('header');
    const user = { username, email: `${username}@example.com`, password: 'a long password' };
    const registered = await anonymous.post('/users', { user });
    const owner = clientOf(contract, registered.body.user.token);
    const answers = [
      registered,
      await anonymous.post('/users/login', { user }),
      await owner.get('/user'),
      await owner.put('/user', { user: { bio: 'x' } }),
      await owner.patch('/user', { user: { bio: 'y' } }),
    ];
    for (const { body, headers, summary } of answers) {
      t.truthy(body.user?.token, summary);
      t.is(headers['cache-control'], 'no-store', summary);
    }
  });

  test(`${contract.name}: an answer says that it depends on the reader, whether a browser asks or not`, async (t) => {
    const reader = await register(contract);
    for (const headers of [{}, { origin: 'https://front.example' }]) {
      for (const client of [anonymous, reader]) {
        for (const path of ['/articles?limit=1', '/articles/feed', '/user', '/nothing']) {
          const answer = await client.get(path, { headers: headers as Record<string, string> });
          const vary = (answer.headers.vary ?? '').split(/, */);
          for (const name of ['Authorization', 'Origin']) t.true(vary.includes(name), `${vary}: ${answer.summary}`);
        }
      }
    }
  });

  test(`${contract.name}: every 401 names the schemes that would be taken`, async (t) => {
    const wrong = { user: { email: `${unique('nowhere')}@example.com`, password: 'wrong' } };
    const answers = [
      await anonymous.get('/user'),
      await clientOf(contract, 'a.b.c').get('/articles'),
      await anonymous.post('/articles', { article: {} }),
      ...(contract.wrongCredentials.status === 401 ? [await anonymous.post('/users/login', wrong)] : []),
    ];
    for (const { status, headers, summary } of answers) {
      t.is(status, 401, summary);
      t.regex(headers['www-authenticate'] ?? '', /^Token .*\bBearer /, summary);
    }
  });
}

test('the page of the API shows the address that was asked, not what the request calls its origin', async (t) => {
  const { text } = await send('GET', '/about', { headers: { origin: 'http://another.example' } });
  t.notRegex(text, /another\.example/);
  const { text: named } = await send('GET', '/about', { headers: { host: 'lab.example:81' } });
  t.regex(named, /curl http:\/\/lab\.example:81\/api\/users\/login/);
  for (const host of ['<script>', 'a"b', 'a b']) {
    const { text: odd } = await send('GET', '/about', { headers: { host } });
    t.false(odd.includes(`//${host}`), host);
  }
});
