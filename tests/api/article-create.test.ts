import test from 'ava';
import { assertRefused, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { articleInput, castOf, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');
const CLOCKS_MAY_DIFFER_MS = 600_000;

for (const contract of contracts) {
  test(`${contract.name}: creating answers with the whole article`, async (t) => {
    const { author } = await castFor(contract);
    const article = articleInput({ tagList: ['zeta', 'alpha'] });
    const answer = await author.post('/articles', { article });
    assertShape(t, answer, { contract, shape: 'article', status: contract.createdStatus });
    const profile = { username: author.username, bio: null, image: null, following: false };
    t.like(answer.body.article, { ...article, favorited: false, favoritesCount: 0, author: profile });
    t.is(answer.body.article.createdAt, answer.body.article.updatedAt);
  });

  test(`${contract.name}: an article is the same to its author, to a stranger and after an update`, async (t) => {
    const { author } = await castFor(contract);
    const article = await write(author, { tagList: ['b', 'a'] });
    const read = await clientOf(contract).get(`/articles/${article.slug}`);
    assertShape(t, read, { contract, shape: 'article' });
    t.deepEqual(read.body.article, article);
    t.deepEqual((await author.get(`/articles/${article.slug}`)).body.article, article);
  });

  test(`${contract.name}: createdAt is the time of now in UTC`, async (t) => {
    const { author } = await castFor(contract);
    const { createdAt } = await write(author);
    t.true(Math.abs(Date.parse(createdAt) - Date.now()) < CLOCKS_MAY_DIFFER_MS, createdAt);
  });

  test(`${contract.name}: an article needs no tags`, async (t) => {
    const { author } = await castFor(contract);
    t.deepEqual((await write(author)).tagList, []);
  });

  test(`${contract.name}: title, description and body are trimmed`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('trim');
    const article = { title: `  ${title} `, description: '\tA description\n', body: ' \n A body ' };
    t.like(await write(author, article), { title, description: 'A description', body: 'A body' });
  });

  test(`${contract.name}: unicode and markup come back as they were sent`, async (t) => {
    const { author } = await castFor(contract);
    const body = '# 日本語 🦄 العربية\n<script>alert(1)</script>\n\'; DROP TABLE articles; -- "\\ \u200b\u202e %s';
    const sent = { title: `Ünï 🚀 ${unique('t')}`, description: "O'Neil & <b>", body };
    const { slug } = await write(author, sent);
    t.like((await author.get(`/articles/${slug}`)).body.article, sent);
  });

  test(`${contract.name}: a title and a description of 255 characters fit`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('long').padEnd(255, ' é');
    const sent = { title: `${title.slice(0, 254)}x`, description: '🦄'.repeat(255) };
    t.like(await write(author, sent), sent);
  });

  test(`${contract.name}: a body of 60,000 characters fits`, async (t) => {
    const { author } = await castFor(contract);
    const body = 'b'.repeat(60_000);
    t.is((await write(author, { body })).body.length, 60_000);
  });

  test(`${contract.name}: fields a client may not set are ignored`, async (t) => {
    const { author } = await castFor(contract);
    const forged = { id: 1, user_id: 1, slug: 'mine', favorited: true, favoritesCount: 99, createdAt: '2000-01-01' };
    const article = { ...articleInput(), ...forged, author: { username: 'demo' } };
    const answer = await author.post('/articles', { article });
    assertShape(t, answer, { contract, shape: 'article', status: contract.createdStatus });
    t.like(answer.body.article, { favorited: false, favoritesCount: 0, author: { username: author.username } });
    t.not(answer.body.article.slug, 'mine');
  });

  for (const body of [{}, { article: {} }, { article: null }, [], { title: 'x' }]) {
    test(`${contract.name}: title, description and body are required, also in ${JSON.stringify(body)}`, async (t) => {
      const { author } = await castFor(contract);
      const required = [contract.required];
      const errors = { title: required, description: required, body: required };
      assertRefused(t, await author.post('/articles', body), { contract, status: 422, errors });
    });
  }

  for (const article of ['text', 5, true, ['title']]) {
    test(`${contract.name}: an article that is ${JSON.stringify(article)} is refused`, async (t) => {
      const { author } = await castFor(contract);
      assertRefused(t, await author.post('/articles', { article }), { contract, status: 422 });
    });
  }
}
