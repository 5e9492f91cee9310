import test from 'ava';
import { assertForbidden, assertNotFound, assertShape } from './support/assertions.ts';
import { contracts } from './support/contracts.ts';
import { change } from './support/database.ts';
import { castOf, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'stranger');

for (const contract of contracts) {
  for (const method of ['PUT', 'PATCH'] as const) {
    test(`${contract.name}: ${method} changes what is sent and keeps the rest`, async (t) => {
      const { author } = await castFor(contract);
      const before = await write(author, { tagList: ['zz', 'aa'] });
      for (const article of [{ body: 'New body' }, { description: 'New description' }]) {
        const answer = await author.send(method, `/articles/${before.slug}`, { json: { article } });
        assertShape(t, answer, { contract, shape: 'article' });
        Object.assign(before, article, { updatedAt: answer.body.article.updatedAt });
        t.deepEqual(answer.body.article, before);
      }
      t.deepEqual((await author.get(`/articles/${before.slug}`)).body.article, before);
    });
  }

  test(`${contract.name}: createdAt stays and updatedAt grows with every change, also within a second`, async (t) => {
    const { author } = await castFor(contract);
    const article = await write(author);
    let { updatedAt } = article;
    for (const body of ['first', 'second', 'third']) {
      const changed = (await author.put(`/articles/${article.slug}`, { article: { body } })).body.article;
      t.is(changed.createdAt, article.createdAt);
      t.true(changed.updatedAt > updatedAt, `${changed.updatedAt} after ${updatedAt}`);
      ({ updatedAt } = changed);
    }
  });

  test(`${contract.name}: updatedAt stays if the new values are the old ones, and a letter's case is a difference`, async (t) => {
    const { author } = await castFor(contract);
    const { slug, title, description, body, tagList, updatedAt } = await write(author, { tagList: ['one', 'two'] });
    const put = async (article: object) => (await author.put(`/articles/${slug}`, { article })).body.article;
    t.is((await put({ title, description, body, tagList })).updatedAt, updatedAt);
    const louder = await put({ title, description: description.toUpperCase() });
    t.true(louder.updatedAt > updatedAt);
    t.is(louder.description, description.toUpperCase());
    t.is(louder.slug, slug);
  });

  test(`${contract.name}: updatedAt grows even if the stored time is ahead of the clock`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    await change(1, "UPDATE articles SET updated_at_ms = '2037-01-01 00:00:00.999' WHERE slug = ?", [slug]);
    const { body } = await author.put(`/articles/${slug}`, { article: { body: 'ahead' } });
    t.regex(body.article.updatedAt, /^2037-01-01T00:00:01\.000/);
  });

  test(`${contract.name}: a change of the tags alone moves updatedAt too`, async (t) => {
    const { author } = await castFor(contract);
    const article = await write(author, { tagList: ['one'] });
    const answer = await author.put(`/articles/${article.slug}`, { article: { tagList: ['two'] } });
    t.true(answer.body.article.updatedAt > article.updatedAt, answer.summary);
  });

  test(`${contract.name}: of two changes that are based on the same version one is saved, and the other overwrites nothing`, async (t) => {
    const { author } = await castFor(contract);
    const { slug, updatedAt: basedOn } = await write(author);
    const put = (body: string) => author.put(`/articles/${slug}`, { article: { body, basedOn } });
    const answers = await Promise.all(['one', 'two', 'three'].map(put));
    t.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    const saved = answers.find(({ status }) => status === 200)?.body.article;
    t.deepEqual((await author.get(`/articles/${slug}`)).body.article, saved);
    const next = await author.put(`/articles/${slug}`, { article: { body: 'next', basedOn: saved?.updatedAt } });
    t.is(next.status, 200, next.summary);
  });

  test(`${contract.name}: a favorite and a comment do not change updatedAt`, async (t) => {
    const { author, stranger } = await castFor(contract);
    const { slug, updatedAt } = await write(author);
    await stranger.post(`/articles/${slug}/favorite`);
    await stranger.post(`/articles/${slug}/comments`, { comment: { body: 'Hm' } });
    t.is((await author.get(`/articles/${slug}`)).body.article.updatedAt, updatedAt);
  });

  for (const body of [{}, { article: {} }, { article: null }]) {
    test(`${contract.name}: PUT with ${JSON.stringify(body)} changes nothing`, async (t) => {
      const { author } = await castFor(contract);
      const before = await write(author);
      const answer = await author.put(`/articles/${before.slug}`, body);
      assertShape(t, answer, { contract, shape: 'article' });
      const { updatedAt: _, ...kept } = before;
      t.like((await author.get(`/articles/${before.slug}`)).body.article, kept);
    });
  }

  test(`${contract.name}: what an update sends is trimmed`, async (t) => {
    const { author } = await castFor(contract);
    const { slug } = await write(author);
    const article = { description: '  spaced ', body: '\n spaced ' };
    t.like((await author.put(`/articles/${slug}`, { article })).body.article, {
      description: 'spaced',
      body: 'spaced',
    });
  });

  test(`${contract.name}: fields a client may not set are ignored on update`, async (t) => {
    const { author } = await castFor(contract);
    const before = await write(author);
    const forged = { slug: unique('mine'), favorited: true, favoritesCount: 9, createdAt: '2000-01-01', user_id: 1 };
    const answer = await author.put(`/articles/${before.slug}`, { article: { ...forged, body: 'B' } });
    assertShape(t, answer, { contract, shape: 'article' });
    const { createdAt, slug } = before;
    t.like(answer.body.article, { slug, createdAt, favorited: false, favoritesCount: 0 });
    t.is(answer.body.article.author.username, author.username);
  });

  test(`${contract.name}: another user's article cannot be changed or deleted`, async (t) => {
    const { author, stranger } = await castFor(contract);
    const before = await write(author);
    const path = `/articles/${before.slug}`;
    for (const answer of [
      await stranger.put(path, { article: { body: 'hijacked' } }),
      await stranger.patch(path, { article: { body: 'hijacked' } }),
      await stranger.delete(path),
    ]) {
      assertForbidden(t, answer, { contract, kind: 'article' });
    }
    t.deepEqual((await author.get(path)).body.article, before);
  });

  test(`${contract.name}: an unknown article cannot be read, changed or deleted`, async (t) => {
    const { author } = await castFor(contract);
    const path = `/articles/${unique('unknown')}`;
    for (const answer of [
      await author.get(path),
      await author.put(path, { article: { body: 'x' } }),
      await author.patch(path, { article: { body: 'x' } }),
      await author.delete(path),
    ]) {
      assertNotFound(t, answer, { contract, kind: 'article' });
    }
  });

  test(`${contract.name}: an article shows its author as they are now`, async (t) => {
    const author = await register(contract);
    const { slug } = await write(author);
    const user = { username: unique('renamed'), bio: 'New bio', image: 'https://example.com/new.png' };
    await author.put('/user', { user });
    t.like((await author.get(`/articles/${slug}`)).body.article.author, { ...user, following: false });
  });
}
