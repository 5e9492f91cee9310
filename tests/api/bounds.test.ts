import test, { type ExecutionContext } from 'ava';
import { assertInvalid, assertRefused, assertShape } from './support/assertions.ts';
import { type Client, clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { change, databaseTest } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import type { Answer } from './support/http.ts';
import { articleInput, castOf, comment, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');
const KB = 1024;
/** As long as bodies could be before they had a limit. */
const LONG = 700 * KB;

/** What a text of some kilobytes too many is answered with. */
const tooLong = {
  laravel: (kilobytes: number) => `may not be greater than ${kilobytes} kilobytes.`,
  realworld: (kilobytes: number) => `is too long (maximum is ${kilobytes} kilobytes)`,
};

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  for (const letter of ['b', 'é', '\n', '🦄']) {
    test(`${contract.name}: an article has 64 kB of ${JSON.stringify(letter)} at most`, async (t) => {
      const { author } = await castFor(contract);
      const bytes = Buffer.byteLength(JSON.stringify(letter)) - 2;
      const longest = `x${letter.repeat(Math.floor((64 * KB - 2) / bytes))}x`;
      const messages = [tooLong[contract.name](64)];
      const { slug } = await write(author, { body: longest });
      t.is((await anonymous.get(`/articles/${slug}`)).body.article.body, longest);
      const article = articleInput({ body: `${longest}xxxx` });
      const created = await author.post('/articles', { article });
      assertInvalid(t, created, { contract, field: 'body', messages });
      const changed = await author.put(`/articles/${slug}`, { article });
      assertInvalid(t, changed, { contract, field: 'body', messages });
    });
  }

  test(`${contract.name}: a comment has 16 kB at most`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const longest = 'c'.repeat(16 * KB);
    t.is((await comment(author, slug, longest)).body, longest);
    const answer = await author.post(`/articles/${slug}/comments`, { comment: { body: `${longest}c` } });
    assertInvalid(t, answer, { contract, field: 'body', messages: [tooLong[contract.name](16)] });
  });

  test(`${contract.name}: an article has 20 tags at most`, async (t) => {
    const { author } = await castFor(contract);
    const tagList = Array.from({ length: 20 }, () => unique('bound'));
    t.deepEqual((await write(author, { tagList })).tagList, tagList);
    const article = articleInput({ tagList: [...tagList, 'one too many'] });
    assertRefused(t, await author.post('/articles', { article }), { contract, status: 422 });
  });

  test(`${contract.name}: the longest article and the longest comment fit into a request, however they are escaped`, async (t) => {
    const { author } = await castFor(contract);
    const headers = { 'content-type': 'application/json' };
    const escaped = (text: string) => `"${text.replaceAll(/./gsu, escapeAll)}"`;
    const tags = Array.from({ length: 20 }, () => escaped(`${unique('t')}${'🦄'.repeat(220)}`));
    const title = escaped(unique('title').padEnd(255, 't'));
    const body = escaped('b'.repeat(64 * KB));
    const raw = `{"article":{"title":${title},"description":"d","body":${body},"tagList":[${tags}]}}`;
    const answer = await author.post('/articles', undefined, { raw, headers });
    assertShape(t, answer, { contract, shape: 'article', status: contract.createdStatus });
  });

  test(`${contract.name}: comments come in pages that lead to one another`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const ids: number[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await comment(author, slug)).id);
    const pages = await followLinks(t, anonymous, `/articles/${slug}/comments?limit=2`);
    const idsOf = pages.map(({ body }) => body.comments.map(({ id }) => id));
    t.deepEqual(idsOf, [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    t.is((await anonymous.get(`/articles/${slug}/comments`)).headers.link, undefined);
    t.deepEqual((await anonymous.get(`/articles/${slug}/comments?offset=5`)).body.comments, []);
    for (const query of ['limit=101', 'limit=0', 'offset=-1', 'limit=x']) {
      assertRefused(t, await anonymous.get(`/articles/${slug}/comments?${query}`), { contract, status: 422 });
    }
  });

  test(`${contract.name}: pages of articles and of a feed lead to one another`, async (t) => {
    const [author, reader] = await Promise.all([register(contract), register(contract)]);
    const slugs: string[] = [];
    for (let count = 0; count < 3; count += 1) slugs.unshift((await write(author)).slug);
    await reader.post(`/profiles/${author.username}/follow`);
    for (const path of [`/articles?author=${author.username}&limit=2`, '/articles/feed?limit=2']) {
      const pages = await followLinks(t, reader, path);
      const slugsOf = pages.map(({ body }) => body.articles.map(({ slug }) => slug));
      t.deepEqual(slugsOf, [slugs.slice(0, 2), slugs.slice(2)]);
    }
  });

  databaseTest(
    `${contract.name}: long articles of other clients are read, and no list weighs more than the longest of them`,
    async (t) => {
      const [author, reader] = await Promise.all([register(contract), register(contract)]);
      const slugs: string[] = [];
      for (let count = 0; count < 4; count += 1) slugs.unshift((await write(author)).slug);
      await reader.post(`/profiles/${author.username}/follow`);
      const marks = slugs.map(() => '?').join(', ');
      await change(4, `UPDATE articles SET body = REPEAT('l', ${LONG}) WHERE slug IN (${marks})`, slugs);
      const whole = await eventually(
        () => anonymous.get(`/articles/${slugs[0]}`),
        ({ body }) => body.article.body.length === LONG,
      );
      t.is(whole.body.article.body.length, LONG);
      for (const path of [`/articles?author=${author.username}`, '/articles/feed', '/articles?limit=3']) {
        const pages = await followLinks(t, reader, path, slugs.length);
        for (const { text } of pages) t.true(text.length < 1.2 * LONG, `${text.length} bytes`);
        const seen = pages.flatMap(({ body }) => body.articles.map(({ slug }) => slug));
        if (!path.includes('limit')) t.deepEqual(seen, slugs);
      }
    },
  );

  databaseTest(`${contract.name}: of comments a page has 100 and 256 kB at most`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const { id } = await comment(author, slug, 'oldest');
    const copy = `INSERT INTO comments (user_id, article_id, body, created_at_ms, updated_at_ms)
      SELECT user_id, article_id, ?, NOW(3), NOW(3) FROM comments, (SELECT 1 FROM information_schema.columns LIMIT 120) many WHERE comments.id = ?`;
    const path = `/articles/${slug}/comments`;
    await change(1, copy, ['short', id]);
    const readPages = async () => (await followLinks(t, anonymous, path)).map(({ body }) => body.comments);
    const pages = await eventually(readPages, (found) => found.flat().length === 121);
    t.deepEqual(
      pages.map(({ length }) => length),
      [100, 21],
    );
    t.is(pages[1]?.at(-1)?.body, 'oldest');
    const newest = 'WHERE article_id = (SELECT id FROM articles WHERE slug = ?) ORDER BY id DESC LIMIT 5';
    await change(5, `UPDATE comments SET body = REPEAT('l', ${LONG / 8}) ${newest}`, [slug]);
    const isLong = ({ body }: Answer) => body.comments[0]?.body.length === LONG / 8;
    const heavy = await eventually(() => anonymous.get(path), isLong);
    t.is(heavy.body.comments.length, 2);
    t.regex(String(heavy.headers.link), /offset=2>; rel="next"/);
  });

  for (const name of ['author', 'favorited', 'tag', 'limit', 'offset']) {
    test(`${contract.name}: a list for ${name} is an error, not ignored`, async (t) => {
      for (const query of [`${name}[]=1`, `${name}[x]=1`, `${name}[]=1&${name}[]=2`]) {
        const answer = await anonymous.get(`/articles?${query}`);
        assertRefused(t, answer, { contract, status: 422 });
        t.deepEqual(Object.keys(answer.body.errors), [name]);
      }
    });
  }
}

const escapeAll = (letter: string) =>
  [...Array(letter.length).keys()].map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** The answers of a path and of what each leads to, so many at most. */
async function followLinks(t: ExecutionContext, client: Client, first: string, most = 10): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let path: string | undefined = first; path !== undefined && answers.length < most; ) {
    const answer = await client.get(path);
    t.is(answer.status, 200, answer.summary);
    answers.push(answer);
    path = /^<.*?\/api(\/[^>]*)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1];
  }
  return answers;
}
