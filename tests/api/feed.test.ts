import test from 'ava';
import { assertShape, assertTokenMissing } from './support/assertions.ts';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import { register, write } from './support/people.ts';

for (const contract of contracts) {
  test(`${contract.name}: the feed needs a token`, async (t) => {
    assertTokenMissing(t, await clientOf(contract).get('/articles/feed'), contract);
  });

  test(`${contract.name}: a user who follows no author has an empty feed`, async (t) => {
    const reader = await register(contract);
    await write(reader);
    const answer = await reader.get('/articles/feed');
    assertShape(t, answer, { contract, shape: 'articles' });
    t.deepEqual(answer.body, { articles: [], articlesCount: 0 } as never);
  });

  test(`${contract.name}: the feed has the articles of the followed authors, newest first, and no others`, async (t) => {
    const [reader, one, two, stranger] = await Promise.all(Array.from({ length: 4 }, () => register(contract)));
    if (!reader || !one || !two || !stranger) return t.fail();
    const expected: string[] = [];
    for (const author of [one, two, one]) expected.unshift((await write(author)).slug);
    await write(stranger);
    for (const { username } of [one, two]) await reader.post(`/profiles/${username}/follow`);
    const answer = await reader.get('/articles/feed');
    assertShape(t, answer, { contract, shape: 'articles' });
    t.deepEqual(
      answer.body.articles.map(({ slug }) => slug),
      expected,
    );
    t.is(answer.body.articlesCount, 3);
    t.true(answer.body.articles.every(({ author }) => author.following));
  });

  test(`${contract.name}: an unfollowed author leaves the feed at once`, async (t) => {
    const [reader, author] = await Promise.all([register(contract), register(contract)]);
    await write(author);
    await reader.post(`/profiles/${author.username}/follow`);
    t.is((await reader.get('/articles/feed')).body.articlesCount, 1);
    await reader.delete(`/profiles/${author.username}/follow`);
    t.is((await reader.get('/articles/feed')).body.articlesCount, 0);
  });
}
