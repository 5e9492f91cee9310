import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contractNamed, contracts } from './support/contracts.ts';
import { articleInput, castOf, write } from './support/people.ts';
import { sendUnread } from './support/raw.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');
const MB = 1024 * 1024;
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const broken = [
  '{',
  '{"user":',
  '{"user":{}}}',
  "{'user':{}}",
  'undefined',
  '{"a":1,}',
  '\ufeff{',
  'NaN',
  '\u0000',
  '<user/>',
];

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  for (const raw of broken) {
    test(`${contract.name}: the malformed JSON ${JSON.stringify(raw)} is answered with ${contract.malformedJsonStatus}`, async (t) => {
      const answer = await anonymous.post('/users', undefined, { raw, headers: json });
      assertRefused(t, answer, { contract, status: contract.malformedJsonStatus });
      if (contract.name === 'laravel') t.deepEqual(answer.body.errors.username, ['field is required.']);
    });
  }

  for (const raw of ['null', '[]', '5', '"text"', 'true', '']) {
    test(`${contract.name}: the JSON ${raw || '(nothing)'} has no fields`, async (t) => {
      const answer = await anonymous.post('/users', undefined, { raw, headers: json });
      t.true(answer.status === 422 || answer.status === contract.malformedJsonStatus, answer.summary);
      assertRefused(t, answer, { contract, status: answer.status });
    });
  }

  test(`${contract.name}: a form is read as Laravel reads it`, async (t) => {
    const username = unique('form');
    const raw = new URLSearchParams({
      'user[username]': username,
      'user[email]': `${username}@example.com`,
      'user[password]': 'a long password',
    }).toString();
    const answer = await anonymous.post('/users', undefined, { raw, headers: form });
    assertShape(t, answer, { contract, shape: 'user', status: contract.createdStatus });
    t.is(answer.body.user.username, username);
  });

  test(`${contract.name}: a form has lists too`, async (t) => {
    const { author } = await castFor(contract);
    const { title } = articleInput();
    const raw = `article[title]=${title}&article[description]=D+d&article[body]=B%20%C3%A9&article[tagList][]=x&article[tagList][]=y`;
    const answer = await author.post('/articles', undefined, { raw, headers: form });
    assertShape(t, answer, { contract, shape: 'article', status: contract.createdStatus });
    t.like(answer.body.article, { title, description: 'D d', body: 'B é', tagList: ['x', 'y'] });
  });

  for (const [type, raw] of [
    ['text/plain', '{"user":{"username":"x"}}'],
    ['application/xml', '<user/>'],
    ['application/octet-stream', '\u0000\u0001\u0002'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="user[username]"\r\n\r\nx\r\n--x--',
    ],
    ['image/png', '{}'],
    ['nonsense', '{}'],
    ['application/json; charset=utf-7', '{}'],
    ['application/x-www-form-urlencoded', 'user=1&user[username]=2&=&&%%%&user[username][x]=3'],
    ['application/x-www-form-urlencoded', `${'user['.repeat(200)}=1`],
  ] as const) {
    test(`${contract.name}: a body of type ${type} is refused in JSON: ${JSON.stringify(raw.slice(0, 12))}`, async (t) => {
      const answer = await anonymous.post('/users', undefined, { raw, headers: { 'content-type': type } });
      t.true([400, 415, 422].includes(answer.status), answer.summary);
      assertRefused(t, answer, { contract, status: answer.status });
    });
  }

  for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json']) {
    test(`${contract.name}: a body of type ${type} is JSON`, async (t) => {
      const { author } = await castFor(contract);
      const raw = JSON.stringify({ article: articleInput() });
      const answer = await author.post('/articles', undefined, { raw, headers: { 'content-type': type } });
      assertShape(t, answer, { contract, shape: 'article', status: contract.createdStatus });
    });
  }

  test(`${contract.name}: a body over the limit is 413, as JSON, with a token and without`, async (t) => {
    const { author } = await castFor(contract);
    const body = JSON.stringify({ article: articleInput({ body: 'b'.repeat(10 * MB) }) });
    for (const headers of [json, { ...json, authorization: `Token ${author.token}` }]) {
      const answer = await sendUnread('POST', `${contract.mount}/articles`, { headers, body });
      t.true(answer.status === 413 || (answer.status === 401 && !('authorization' in headers)), answer.summary);
      assertRefused(t, answer, { contract, status: answer.status });
    }
  });

  test(`${contract.name}: a body over the limit in chunks of unknown number is 413 too`, async (t) => {
    const { author } = await castFor(contract);
    const headers = { ...json, authorization: `Token ${author.token}`, 'transfer-encoding': 'chunked' };
    const answer = await sendUnread('POST', `${contract.mount}/articles`, {
      headers,
      body: `"${'b'.repeat(10 * MB)}"`,
    });
    assertRefused(t, answer, { contract, status: 413 });
  });

  test(`${contract.name}: a body that is not in UTF-8 is not stored as something else`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('latin');
    const raw = Buffer.from(`{"article":{"title":"${title}","description":"d","body":"\u00e9\u00ff"}}`, 'latin1');
    const answer = await author.post('/articles', undefined, { raw, headers: json });
    t.true([400, 415, 422].includes(answer.status), answer.summary);
    assertRefused(t, answer, { contract, status: answer.status });
  });

  test(`${contract.name}: a body on GET and DELETE does not matter`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    for (const method of ['GET', 'DELETE']) {
      const answer = await author.send(method, `/articles/${slug}`, { raw: '{', headers: json });
      t.true(answer.status < 500, answer.summary);
    }
  });
}

test('laravel: a form without brackets names no user', async (t) => {
  const contract = contractNamed('laravel');
  const answer = await clientOf(contract).post('/users', undefined, { raw: 'username=x&email=y', headers: form });
  const errors = { username: ['field is required.'], email: ['field is required.'], password: ['field is required.'] };
  assertRefused(t, answer, { contract, status: 422, errors });
});
