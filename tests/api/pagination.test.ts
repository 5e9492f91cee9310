import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, type Person, register, write } from './support/people.ts';

const castFor = castOf('reader');
const bad = ['-1', 'abc', '1.5', '1e3', '0x10', '99999999999999999999', "1' OR '1'='1", '١', '1,2', 'NaN', 'Infinity'];

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: pages follow one another without a gap, and the count is that of all`, async (t) => {
    const { author, slugs } = await authorOfFive();
    const seen: string[] = [];
    for (const offset of [0, 2, 4, 6]) {
      const answer = await anonymous.get(`/articles?author=${author.username}&limit=2&offset=${offset}`);
      assertShape(t, answer, { contract, shape: 'articles' });
      t.is(answer.body.articlesCount, 5);
      seen.push(...answer.body.articles.map(({ slug }) => slug));
    }
    t.deepEqual(seen, slugs.toReversed());
  });

  test(`${contract.name}: the feed has the same pages`, async (t) => {
    const { author, slugs } = await authorOfFive();
    const reader = await register(contract);
    await reader.post(`/profiles/${author.username}/follow`);
    const pages = await Promise.all([0, 3].map((offset) => reader.get(`/articles/feed?limit=3&offset=${offset}`)));
    for (const page of pages) assertShape(t, page, { contract, shape: 'articles' });
    t.deepEqual(
      pages.flatMap(({ body }) => body.articles.map(({ slug }) => slug)),
      slugs.toReversed(),
    );
    t.deepEqual(
      pages.map(({ body }) => body.articlesCount),
      [5, 5],
    );
  });

  test(`${contract.name}: an offset behind the end gives an empty page and the count`, async (t) => {
    const author = await register(contract);
    await write(author);
    const answer = await anonymous.get(`/articles?author=${author.username}&offset=100000`);
    assertShape(t, answer, { contract, shape: 'articles' });
    t.like(answer.body, { articles: [], articlesCount: 1 });
  });

  for (const name of ['limit', 'offset']) {
    for (const value of bad) {
      test(`${contract.name}: ${name}=${value} is refused in the list and in the feed`, async (t) => {
        const { reader } = await castFor(contract);
        for (const path of ['/articles', '/articles/feed']) {
          const answer = await reader.get(`${path}?${name}=${encodeURIComponent(value)}`);
          assertRefused(t, answer, { contract, status: 422 });
          t.true(Array.isArray(answer.body.errors[name]), answer.summary);
        }
      });
    }
  }

  test(`${contract.name}: a limit over the maximum is refused, not served`, async (t) => {
    assertRefused(t, await anonymous.get('/articles?limit=1000000'), { contract, status: 422 });
  });

  test(`${contract.name}: limit=100 is within the maximum`, async (t) => {
    assertShape(t, await anonymous.get('/articles?limit=100'), { contract, shape: 'articles' });
  });

  async function authorOfFive(): Promise<{ author: Person; slugs: string[] }> {
    const author = await register(contract);
    const slugs: string[] = [];
    for (let count = 0; count < 5; count += 1) slugs.push((await write(author)).slug);
    return { author, slugs };
  }
}
