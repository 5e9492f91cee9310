import test from 'ava';
import { findErrors } from './support/api-log.ts';
import { assertNotFound, assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { environment } from './support/environment.ts';
import { send } from './support/http.ts';
import { castOf, register, write } from './support/people.ts';
import { cutOff, sendUnread } from './support/raw.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');
const wrongVerbs: [method: string, path: string, allowed: string[]][] = [
  ['GET', '/users', ['POST']],
  ['DELETE', '/users', ['POST']],
  ['GET', '/users/login', ['POST']],
  ['POST', '/user', ['GET', 'PUT', 'PATCH']],
  ['DELETE', '/user', ['GET', 'PUT', 'PATCH']],
  ['PUT', '/profiles/x', ['GET']],
  ['GET', '/profiles/x/follow', ['POST', 'DELETE']],
  ['PUT', '/articles', ['GET', 'POST']],
  ['DELETE', '/articles', ['GET', 'POST']],
  ['POST', '/articles/x', ['GET', 'PUT', 'PATCH', 'DELETE']],
  ['GET', '/articles/x/favorite', ['POST', 'DELETE']],
  ['PUT', '/articles/x/comments', ['GET', 'POST']],
  ['GET', '/articles/x/comments/1', ['DELETE']],
  ['POST', '/tags', ['GET']],
];

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  for (const [method, path, allowed] of wrongVerbs) {
    test(`${contract.name}: ${method} ${path} is 405 and says what is allowed`, async (t) => {
      const answer = await anonymous.send(method, path);
      assertRefused(t, answer, { contract, status: 405 });
      const verbs = (answer.headers.allow ?? '').split(/, */);
      t.deepEqual(
        allowed.filter((verb) => !verbs.includes(verb)),
        [],
        `Allow: ${answer.headers.allow}`,
      );
      if (contract.name === 'laravel') t.is(answer.body.errors.status_code, 405, answer.summary);
    });
  }

  for (const path of [
    '',
    '/',
    '/nothing',
    '/articles/a/b/c',
    '/user/1',
    '/profiles',
    '/users/login/x',
    '/TAGS/x',
    '/%',
    '/%ff',
    '/articles%2Ffeed',
  ]) {
    test(`${contract.name}: the unknown route "${path}" is 404 in JSON`, async (t) => {
      const answer = await sendUnread('GET', contract.mount + path);
      t.true(answer.status === 404 || answer.status === 400, answer.summary);
      assertRefused(t, answer, { contract, status: answer.status });
    });
  }

  for (const path of ['/TAGS', '/Articles', '/articles/Feed/x', '/USER']) {
    test(`${contract.name}: the path ${path} is not that of a route, because case counts`, async (t) => {
      assertRefused(t, await anonymous.get(path), { contract, status: 404 });
    });
  }

  test(`${contract.name}: what comes behind a control character is not overlooked`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    for (const character of ['%00', '%01', '%1f', '%7f', '%C2%85']) {
      for (const path of [`/articles/${slug}${character}`, `/articles/${slug}${character}/comments`]) {
        assertNotFound(t, await author.get(path), { contract, kind: 'article' });
      }
      const profile = await author.get(`/profiles/${author.username}${character}`);
      assertNotFound(t, profile, { contract, kind: 'profile' });
      const favorite = await author.post(`/articles/${slug}${character}/favorite`);
      assertNotFound(t, favorite, { contract, kind: 'article' });
    }
  });

  for (const accept of ['text/html', 'application/xml', 'image/png', 'nonsense', '*/*;q=0']) {
    test(`${contract.name}: always JSON, also for Accept: ${accept}`, async (t) => {
      const headers = { accept };
      assertShape(t, await anonymous.get('/tags', { headers }), { contract, shape: 'tags' });
      assertRefused(t, await anonymous.get('/user', { headers }), { contract, status: 401 });
      assertRefused(t, await anonymous.get('/nothing', { headers }), { contract, status: 404 });
    });
  }

  for (const [method, path] of [
    ['POST', '/users'],
    ['PUT', '/user'],
    ['DELETE', '/articles/x'],
    ['PATCH', '/articles/x'],
  ] as const) {
    test(`${contract.name}: the preflight of ${method} ${path} is answered`, async (t) => {
      const answer = await anonymous.send('OPTIONS', path, {
        headers: {
          origin: 'https://front.example',
          'access-control-request-method': method,
          'access-control-request-headers': 'authorization,content-type,x-requested-with',
        },
      });
      t.true(answer.status === 204 || answer.status === 200, answer.summary);
      t.true(['*', 'https://front.example'].includes(answer.headers['access-control-allow-origin'] ?? ''));
      t.regex(answer.headers['access-control-allow-methods'] ?? '', new RegExp(`\\b${method}\\b|\\*`));
      t.regex(answer.headers['access-control-allow-headers'] ?? '', /authorization/i);
      t.regex(answer.headers['access-control-allow-headers'] ?? '', /content-type/i);
    });
  }

  test(`${contract.name}: answers and errors carry the CORS header`, async (t) => {
    const headers = { origin: 'https://front.example' };
    for (const path of ['/tags', '/user', '/nothing']) {
      const answer = await anonymous.get(path, { headers });
      t.true(
        ['*', 'https://front.example'].includes(answer.headers['access-control-allow-origin'] ?? ''),
        answer.summary,
      );
    }
  });

  test(`${contract.name}: HEAD answers like GET without the body`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    for (const path of ['/tags', '/articles?limit=1', `/articles/${slug}`, `/profiles/${author.username}`, '/user']) {
      const [head, get] = [await author.send('HEAD', path), await author.get(path)];
      t.is(head.status, get.status, head.summary);
      t.is(head.text, '');
      t.is(head.headers['content-type'], get.headers['content-type']);
    }
    t.is((await anonymous.send('HEAD', '/user')).status, 401);
  });

  test(`${contract.name}: OPTIONS without an origin is answered without an error`, async (t) => {
    for (const path of ['/tags', '/user', '/articles/x']) {
      const answer = await anonymous.send('OPTIONS', path);
      t.true([200, 204].includes(answer.status), answer.summary);
    }
  });

  test(`${contract.name}: every answer has a request id of its own and the headers of a careful server`, async (t) => {
    const ids = new Set<unknown>();
    const answers = [await anonymous.get('/tags'), await anonymous.get('/user'), await anonymous.get('/nothing')];
    for (const { headers, summary } of answers) {
      ids.add(headers['x-request-id']);
      t.truthy(headers['x-request-id'], summary);
      t.is(headers['x-content-type-options'], 'nosniff', summary);
      t.is(headers['x-powered-by'], undefined, summary);
    }
    t.is(ids.size, answers.length);
  });

  for (const id of ['x'.repeat(5000), 'a b', '<script>', 'é', '']) {
    test(`${contract.name}: the request id "${id.slice(0, 10)}" of a client is not repeated blindly`, async (t) => {
      const answer = await anonymous.get('/tags', { headers: { 'x-request-id': id } });
      assertShape(t, answer, { contract, shape: 'tags' });
      t.not(answer.headers['x-request-id'], id);
    });
  }
}

test('laravel: an unknown route says 404 Not Found', async (t) => {
  const answer = await send('GET', '/laravel/api/nothing');
  t.deepEqual(
    { ...answer.body.errors, message: answer.body.errors.message },
    {
      ...answer.body.errors,
      message: '404 Not Found',
      status_code: 404,
    },
  );
});

test('a browser finds an icon', async (t) => {
  const answer = await sendUnread('GET', '/favicon.ico');
  t.is(answer.status, 200);
  t.is(answer.headers['content-type'], 'image/svg+xml');
});

for (const path of ['/nothing', '/api/nothing', '/laravel', '/realworld/', '/.env', '//', '/api//tags']) {
  test(`GET ${path} is answered in JSON with a 4xx`, async (t) => {
    const answer = await sendUnread('GET', path);
    t.true(answer.status >= 400 && answer.status < 500, answer.summary);
    t.truthy(answer.body.errors, answer.summary);
  });
}

if (environment.LAB_DIR) {
  test('a client that leaves under its answer is no error of the API', async (t) => {
    const startMs = Date.now();
    const author = await register(contractNamed('laravel'));
    await Promise.all(Array.from({ length: 20 }, () => write(author, { body: 'x'.repeat(64_000) })));
    const ids = new Set(Array.from({ length: 20 }, () => unique('left')));
    for (const id of ids) {
      const path = `/laravel/api/articles?author=${author.username}`;
      // More than the system keeps for a connection.
      const requests = `GET ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n\r\n`.repeat(5);
      await cutOff(requests, { patienceMs: 10_000 });
    }
    t.deepEqual(await findErrors({ ids, sinceMs: startMs }), []);
  });
}
