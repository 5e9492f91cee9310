import test from 'ava';
import { assertNotFound, assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'reader', 'other');

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: favorite and unfavorite answer with the article, and again with the same`, async (t) => {
    const { author, reader } = await castFor(contract);
    const article = await write(author, { tagList: ['z', 'a'] });
    const path = `/articles/${article.slug}`;
    for (const [method, favorited] of [
      ['POST', true],
      ['POST', true],
      ['DELETE', false],
      ['DELETE', false],
    ] as const) {
      const answer = await reader.send(method, `${path}/favorite`);
      assertShape(t, answer, { contract, shape: 'article' });
      const expected = { ...article, favorited, favoritesCount: Number(favorited) };
      t.deepEqual(answer.body.article, expected);
      t.deepEqual((await reader.get(path)).body.article, expected);
    }
  });

  test(`${contract.name}: all users' favorites are counted, the reader's own are marked`, async (t) => {
    const { author, reader, other } = await castFor(contract);
    const { slug } = await write(author);
    for (const [index, person] of [author, reader, other].entries()) {
      const answer = await person.post(`/articles/${slug}/favorite`);
      t.like(answer.body.article, { favorited: true, favoritesCount: index + 1 });
    }
    t.like((await anonymous.get(`/articles/${slug}`)).body.article, { favorited: false, favoritesCount: 3 });
    await reader.delete(`/articles/${slug}/favorite`);
    t.like((await reader.get(`/articles/${slug}`)).body.article, { favorited: false, favoritesCount: 2 });
    t.like((await other.get(`/articles/${slug}`)).body.article, { favorited: true, favoritesCount: 2 });
  });

  test(`${contract.name}: an unknown article can be neither favorited nor unfavorited`, async (t) => {
    const { reader } = await castFor(contract);
    const path = `/articles/${unique('unknown')}/favorite`;
    assertNotFound(t, await reader.post(path), { contract, kind: 'article' });
    assertNotFound(t, await reader.delete(path), { contract, kind: 'article' });
  });

  test(`${contract.name}: a favorited article shows whether the reader follows its author`, async (t) => {
    const { author, other } = await castFor(contract);
    const { slug } = await write(author);
    await other.post(`/profiles/${author.username}/follow`);
    const answer = await other.post(`/articles/${slug}/favorite`);
    t.true(answer.body.article.author.following);
    await other.delete(`/profiles/${author.username}/follow`);
  });
}
