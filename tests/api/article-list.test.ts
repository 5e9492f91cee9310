import test from 'ava';
import { assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('reader');

for (const contract of contracts) {
  const anonymous = clientOf(contract);
  const titles = async (query: string) => {
    const { body } = await anonymous.get(`/articles?${query}`);
    return body.articles.map(({ title }) => title);
  };

  test(`${contract.name}: the list is public and at most 20 articles long`, async (t) => {
    const author = await register(contract);
    await Promise.all(Array.from({ length: 21 }, () => write(author)));
    for (const answer of [
      await anonymous.get('/articles'),
      await anonymous.get(`/articles?author=${author.username}`),
    ]) {
      assertShape(t, answer, { contract, shape: 'articles' });
      t.is(answer.body.articles.length, 20);
      t.true(answer.body.articlesCount >= 21);
    }
  });

  test(`${contract.name}: a listed article is the article, with or without its body as the contract says`, async (t) => {
    const author = await register(contract);
    const article = await write(author, { tagList: ['a', 'b'] });
    const answer = await anonymous.get(`/articles?author=${author.username}`);
    assertShape(t, answer, { contract, shape: 'articles' });
    const { body, ...rest } = article;
    t.deepEqual(answer.body.articles, [contract.listsCarryBody ? article : rest] as never);
    t.is('body' in (answer.body.articles[0] ?? {}), contract.listsCarryBody, body);
  });

  test(`${contract.name}: the filters author, tag and favorited combine with AND`, async (t) => {
    const { reader } = await castFor(contract);
    const [one, two] = await Promise.all([register(contract), register(contract)]);
    const tag = unique('tag');
    const [tagged, plain, others] = await Promise.all([
      write(one, { tagList: [tag, 'more'] }),
      write(one),
      write(two, { tagList: [tag] }),
    ]);
    for (const { slug } of [plain, others]) await reader.post(`/articles/${slug}/favorite`);
    const both = [tagged.title, plain.title].sort();
    t.deepEqual((await titles(`author=${one.username}`)).sort(), both);
    t.deepEqual((await titles(`tag=${tag}`)).sort(), [tagged.title, others.title].sort());
    t.deepEqual(await titles(`tag=${tag}&author=${one.username}`), [tagged.title]);
    t.deepEqual(await titles(`favorited=${reader.username}&author=${one.username}`), [plain.title]);
    t.deepEqual(await titles(`favorited=${reader.username}&tag=${tag}`), [others.title]);
    t.deepEqual(await titles(`favorited=${reader.username}&tag=${tag}&author=${one.username}`), []);
  });

  test(`${contract.name}: filters find names and tags whatever their case and accents`, async (t) => {
    const author = await register(contract);
    const tag = unique('Café');
    const { title, slug } = await write(author, { tagList: [tag] });
    await author.post(`/articles/${slug}/favorite`);
    t.deepEqual(await titles(`author=${author.username.toUpperCase()}`), [title]);
    t.deepEqual(await titles(`favorited=${author.username.toUpperCase()}`), [title]);
    t.deepEqual(await titles(`tag=${encodeURIComponent(tag.toUpperCase())}`), [title]);
    t.deepEqual(await titles(`tag=${tag.replace('é', 'e')}`), [title]);
  });

  for (const filter of ['author', 'favorited', 'tag']) {
    for (const value of [
      'never-used-by-a-test',
      "' OR '1'='1",
      '%',
      '_',
      '\u0000',
      '🦄'.repeat(100),
      'x'.repeat(2000),
    ]) {
      test(`${contract.name}: an unknown ${filter} ${JSON.stringify(value).slice(0, 20)} gives an empty list`, async (t) => {
        const answer = await anonymous.get(`/articles?${filter}=${encodeURIComponent(value)}`);
        assertShape(t, answer, { contract, shape: 'articles' });
        t.deepEqual(answer.body, { articles: [], articlesCount: 0 } as never);
      });
    }
  }

  test(`${contract.name}: unknown parameters are ignored`, async (t) => {
    const author = await register(contract);
    const { title } = await write(author);
    t.deepEqual(await titles(`author=${author.username}&page=7&sort=title`), [title]);
  });

  test(`${contract.name}: the list shows the reader's favorites and follows`, async (t) => {
    const { reader } = await castFor(contract);
    const author = await register(contract);
    const { slug } = await write(author);
    await Promise.all([reader.post(`/articles/${slug}/favorite`), reader.post(`/profiles/${author.username}/follow`)]);
    const path = `/articles?author=${author.username}`;
    t.like((await reader.get(path)).body.articles[0], {
      favorited: true,
      favoritesCount: 1,
      author: { following: true },
    });
    t.like((await anonymous.get(path)).body.articles[0], {
      favorited: false,
      favoritesCount: 1,
      author: { following: false },
    });
  });
}
