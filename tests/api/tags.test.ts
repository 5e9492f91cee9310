import test from 'ava';
import { assertShape } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { castOf, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author');

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: tags is a list of strings with every used tag once`, async (t) => {
    const { author } = await castFor(contract);
    const tag = unique('tag');
    await Promise.all([write(author, { tagList: [tag] }), write(author, { tagList: [tag] })]);
    const answer = await anonymous.get('/tags');
    assertShape(t, answer, { contract, shape: 'tags' });
    t.is(answer.body.tags.filter((name) => name === tag).length, 1);
    t.is(new Set(answer.body.tags).size, answer.body.tags.length);
  });

  test(`${contract.name}: tagList is as sent on create and in the article, alphabetical in lists`, async (t) => {
    const author = await register(contract);
    const tagList = ['zebra', 'apple', 'mango'].map(unique);
    const { slug } = await write(author, { tagList });
    t.deepEqual((await anonymous.get(`/articles/${slug}`)).body.article.tagList, tagList);
    const listed = await anonymous.get(`/articles?author=${author.username}`);
    t.deepEqual(listed.body.articles[0]?.tagList, tagList.toSorted());
    const reader = await register(contract);
    await reader.post(`/profiles/${author.username}/follow`);
    t.deepEqual((await reader.get('/articles/feed')).body.articles[0]?.tagList, tagList.toSorted());
  });

  test(`${contract.name}: duplicate tags collapse, also those that differ in case only`, async (t) => {
    const { author } = await castFor(contract);
    const [one, two] = [unique('one'), unique('two')];
    const sent = [one, two, one, one.toUpperCase(), ` ${two} `];
    const { slug, tagList } = await write(author, { tagList: sent });
    t.deepEqual(tagList, [one, two]);
    t.deepEqual((await anonymous.get(`/articles/${slug}`)).body.article.tagList, [one, two]);
  });

  test(`${contract.name}: PUT without tagList keeps the tags, a list replaces them, [] clears them`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author, { tagList: ['old', 'older'] });
    const path = `/articles/${slug}`;
    const after = async (article: object) => {
      const answer = await author.put(path, { article });
      assertShape(t, answer, { contract, shape: 'article' });
      t.deepEqual((await anonymous.get(path)).body.article.tagList, answer.body.article.tagList);
      return answer.body.article.tagList;
    };
    t.deepEqual(await after({ body: 'Untouched tags' }), ['old', 'older']);
    t.deepEqual(await after({ tagList: ['new', 'old'] }), ['new', 'old']);
    t.deepEqual(await after({ tagList: [] }), []);
  });

  test(`${contract.name}: a tag may be of any language and of 255 characters`, async (t) => {
    const { author } = await castFor(contract);
    const tagList = [
      `日本語 ${unique('t')}`,
      `🦄 ${unique('t')}`,
      `a, b ${unique('t')}`,
      unique('long').padEnd(255, 'x'),
    ];
    const { slug } = await write(author, { tagList });
    t.deepEqual((await anonymous.get(`/articles/${slug}`)).body.article.tagList, tagList);
    for (const tag of tagList) {
      const found = await anonymous.get(`/articles?tag=${encodeURIComponent(tag)}`);
      t.is(found.body.articles[0]?.slug, slug, found.summary);
    }
  });

  test(`${contract.name}: tags written by many at once are stored once and no request fails`, async (t) => {
    const { author } = await castFor(contract);
    const tagList = Array.from({ length: 5 }, () => unique('race'));
    const articles = await Promise.all(Array.from({ length: 12 }, () => write(author, { tagList })));
    for (const article of articles) t.deepEqual(article.tagList, tagList);
    const { tags } = (await anonymous.get('/tags')).body;
    t.is(tags.filter((tag) => tagList.includes(tag)).length, tagList.length);
    t.is((await anonymous.get(`/articles?tag=${tagList[0]}&limit=1`)).body.articlesCount, 12);
  });
}
