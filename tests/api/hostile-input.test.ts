import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { type Contract, contracts } from './support/contracts.ts';
import type { Answer } from './support/http.ts';
import { articleInput, castOf, comment, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');
const jsonType = { 'content-type': 'application/json' };

/** Texts that are known to break parsers, drivers, templates or shells. */
const texts = [
  "'; DROP TABLE users; -- ",
  "' UNION SELECT password FROM users -- ",
  '1; SELECT SLEEP(5)',
  '\\',
  "\\'",
  '`id`',
  '$(reboot)',
  '{{7*7}}',
  '%s%n%x',
  '?',
  '??',
  ':name',
  '../../etc/passwd',
  '<img src=x onerror=alert(1)>',
  'null',
  'a\u0001\u001fb',
  '\u202etxt.exe',
  '\ufffe\uffff',
  'Z̸̡̢a̷̧l̵̨g̶o',
  '👨‍👩‍👧‍👦🏳️‍🌈',
  '𝕌𝕟𝕚𝕔𝕠𝕕𝕖',
  'ﷺ',
  'İıſß',
];

/** Texts that cannot be stored and read back as they are: refusing them is right, changing them in silence is not. */
const unstorable = ['\\ud800', '\\udc00x', 'x\\ud83d', '\\udc00\\ud800'];

for (const contract of contracts) {
  for (const text of texts) {
    test(`${contract.name}: ${JSON.stringify(text)} comes back from every text as it was sent`, async (t) => {
      const { author } = await castFor(contract);
      const sent = { title: `${text}${unique('t')}`, description: `d${text}d`, body: `b${text}b` };
      const { slug } = await write(author, { ...sent, tagList: [`t${text}t`] });
      t.like((await author.get(`/articles/${slug}`)).body.article, { ...sent, tagList: [`t${text}t`] });
      t.is((await comment(author, slug, `c${text}c`)).body, `c${text}c`);
      const user = await author.put('/user', { user: { bio: `b${text}b` } });
      t.is(user.body.user.bio, `b${text}b`, user.summary);
      await author.delete(`/articles/${slug}`);
    });

    test(`${contract.name}: ${JSON.stringify(text)} in names, paths and filters finds nothing and breaks nothing`, async (t) => {
      const { author } = await castFor(contract);
      const part = encodeURIComponent(text);
      const answers = await Promise.all([
        clientOf(contract).post('/users', { user: { username: text, email: text, password: text } }),
        clientOf(contract).post('/users/login', { user: { email: text, password: text } }),
        author.put('/user', { user: { username: text, email: text, image: text } }),
        author.get(`/profiles/${part}`),
        author.post(`/profiles/${part}/follow`),
        author.get(`/articles/${part}`),
        author.delete(`/articles/${part}`),
        author.post(`/articles/${part}/favorite`),
        author.delete(`/articles/${part}/comments/${part}`),
      ]);
      for (const answer of answers) assertClientError(t, answer, contract);
      for (const filter of ['author', 'tag', 'favorited']) {
        const answer = await author.get(`/articles?${filter}=${part}${unique('x')}`);
        assertShape(t, answer, { contract, shape: 'articles' });
        t.is(answer.body.articlesCount, 0);
      }
    });
  }

  for (const text of unstorable) {
    test(`${contract.name}: half a character, "${text}", is refused and nothing is stored`, async (t) => {
      const { author } = await castFor(contract);
      const tag = unique('half');
      const raw = `{"article":{"title":"${tag}","description":"d","body":"${text}","tagList":["${tag}"]}}`;
      assertClientError(t, await author.post('/articles', undefined, { raw, headers: jsonType }), contract);
      t.is((await author.get(`/articles?tag=${tag}`)).body.articlesCount, 0);
    });
  }

  test(`${contract.name}: a NUL byte is refused or comes back, it never breaks anything`, async (t) => {
    const { author } = await castFor(contract);
    const answer = await author.post('/articles', { article: articleInput({ body: 'a\0b', tagList: ['n\0'] }) });
    if (answer.status === contract.createdStatus) t.is(answer.body.article.body, 'a\0b');
    else assertRefused(t, answer, { contract, status: 422 });
    for (const path of ['/articles/%00', '/profiles/%00', '/articles?tag=%00', '/articles/a%00b/comments']) {
      const found = await author.get(path);
      t.true(found.status === 404 || found.body.articlesCount === 0, found.summary);
    }
  });

  test(`${contract.name}: __proto__ and constructor never become more than keys`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('proto');
    const own = `"title":"${title}","description":"d","body":"b"`;
    const post = (raw: string) => author.post('/articles', undefined, { raw, headers: jsonType });
    const harmless = await post(`{"article":{${own},"constructor":{"prototype":{"a":1}},"toString":1}}`);
    assertShape(t, harmless, { contract, shape: 'article', status: contract.createdStatus });
    for (const raw of [`{"article":{"__proto__":{${own}}}}`, `{"__proto__":{"article":{${own}}}}`]) {
      assertClientError(t, await post(raw), contract);
    }
    const mixed = await post(`{"__proto__":{"admin":true},"article":{${own},"__proto__":{"title":"x"}}}`);
    if (mixed.status === contract.createdStatus) t.is(mixed.body.article.title, title);
    else assertClientError(t, mixed, contract);
    const query = await author.get('/articles?__proto__[limit]=1&constructor=1&limit=1&toString=x');
    assertShape(t, query, { contract, shape: 'articles' });
  });

  for (const query of [
    'limit[]=1',
    'limit=1&limit=2',
    'tag[]=a&tag[]=b',
    'author[x]=1',
    'tag=a&tag=b',
    '%',
    '&&&==',
    'tag=%ff%fe',
    'tag=%',
    `x=${'y'.repeat(4000)}`,
  ]) {
    test(`${contract.name}: the query ?${query.slice(0, 30)} is answered without a 5xx`, async (t) => {
      const answer = await clientOf(contract).get(`/articles?${query}`);
      if (answer.status === 200) assertShape(t, answer, { contract, shape: 'articles' });
      else assertClientError(t, answer, contract);
    });
  }

  test(`${contract.name}: 100,000 tags are refused and nothing is stored`, async (t) => {
    const { author } = await castFor(contract);
    const tag = unique('many');
    const tagList = [tag, ...Array.from({ length: 99_999 }, (_, index) => `t${index}`)];
    const answer = await author.post('/articles', { article: articleInput({ tagList }) });
    t.true(answer.status === 413 || answer.status === 422, answer.summary);
    assertRefused(t, answer, { contract, status: answer.status });
    t.is((await author.get(`/articles?tag=${tag}`)).body.articlesCount, 0);
  });

  test(`${contract.name}: 100,000 levels of JSON are refused`, async (t) => {
    const raw = `{"user":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    assertClientError(t, await clientOf(contract).post('/users', undefined, { raw, headers: jsonType }), contract);
  });
}

function assertClientError(t: Parameters<typeof assertRefused>[0], answer: Answer, contract: Contract): void {
  t.true(answer.status >= 400 && answer.status < 500, answer.summary);
  assertRefused(t, answer, { contract, status: answer.status });
}
