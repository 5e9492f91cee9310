import test from 'ava';
import { assertDeleted, assertNotFound } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, comment, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'reader');

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: a deleted article is gone from everywhere`, async (t) => {
    const { reader } = await castFor(contract);
    const author = await register(contract);
    const tag = unique('tag');
    const { slug } = await write(author, { tagList: [tag] });
    await Promise.all([comment(reader, slug), reader.post(`/articles/${slug}/favorite`)]);
    assertDeleted(t, await author.delete(`/articles/${slug}`), contract);
    for (const path of [`/articles/${slug}`, `/articles/${slug}/comments`]) {
      assertNotFound(t, await anonymous.get(path), { contract, kind: 'article' });
    }
    for (const query of [
      `author=${author.username}`,
      `tag=${tag}`,
      `author=${author.username}&favorited=${reader.username}`,
    ]) {
      t.like((await anonymous.get(`/articles?${query}`)).body, { articles: [], articlesCount: 0 });
    }
  });

  test(`${contract.name}: what else was written stays`, async (t) => {
    const { author, reader } = await castFor(contract);
    const tag = unique('tag');
    const [gone, kept] = await Promise.all([write(author, { tagList: [tag] }), write(author, { tagList: [tag] })]);
    const { id } = await comment(reader, kept.slug);
    await reader.post(`/articles/${kept.slug}/favorite`);
    await author.delete(`/articles/${gone.slug}`);
    t.like((await reader.get(`/articles/${kept.slug}`)).body.article, { tagList: [tag], favoritesCount: 1 });
    t.is((await reader.get(`/articles/${kept.slug}/comments`)).body.comments[0]?.id, id);
  });

  test(`${contract.name}: an article is deleted once`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    assertDeleted(t, await author.delete(`/articles/${slug}`), contract);
    assertNotFound(t, await author.delete(`/articles/${slug}`), { contract, kind: 'article' });
  });

  test(`${contract.name}: the slug of a deleted article can be used again, without its comments`, async (t) => {
    const { author, reader } = await castFor(contract);
    const { slug, title } = await write(author);
    await Promise.all([comment(reader, slug), reader.post(`/articles/${slug}/favorite`)]);
    await author.delete(`/articles/${slug}`);
    const again = await write(author, { title });
    t.like(again, { slug, favoritesCount: 0 });
    t.deepEqual((await anonymous.get(`/articles/${slug}/comments`)).body.comments, []);
  });
}
