import test from 'ava';
import { clientOf } from './support/client.ts';
import { contracts } from './support/contracts.ts';
import type { Answer } from './support/http.ts';
import { articleInput, castOf, type Person, register, write } from './support/people.ts';
import { unique } from './support/unique.ts';

const castFor = castOf('author', 'reader');

async function atOnce(count: number, request: (index: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => request(index)));
}

function statuses(answers: Answer[]): number[] {
  return [...new Set(answers.map(({ status }) => status))].sort();
}

for (const contract of contracts) {
  const anonymous = clientOf(contract);

  test(`${contract.name}: 50 articles of one title at once get 50 slugs and no error`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('race');
    const answers = await atOnce(50, () => author.post('/articles', { article: articleInput({ title }) }));
    t.deepEqual(statuses(answers), [contract.createdStatus], answers.map(({ summary }) => summary).join('\n'));
    const slugs = answers.map(({ body }) => body.article.slug);
    t.is(new Set(slugs).size, 50);
    t.true(
      slugs.every((slug) => slug === title || /^-\d+$/.test(slug.slice(title.length))),
      slugs.join(' '),
    );
  });

  test(`${contract.name}: articles renamed to one title at once get slugs of their own`, async (t) => {
    const { author } = await castFor(contract);
    const title = unique('rename');
    const articles = await Promise.all(Array.from({ length: 10 }, () => write(author)));
    const answers = await atOnce(10, (index) =>
      author.put(`/articles/${articles[index]?.slug}`, { article: { title } }),
    );
    t.deepEqual(statuses(answers), [200]);
    t.is(new Set(answers.map(({ body }) => body.article.slug)).size, 10);
  });

  test(`${contract.name}: one reader's favorites at once count once`, async (t) => {
    const { author, reader } = await castFor(contract);
    const path = `/articles/${(await write(author)).slug}`;
    t.deepEqual(statuses(await atOnce(20, () => reader.post(`${path}/favorite`))), [200]);
    t.like((await reader.get(path)).body.article, { favorited: true, favoritesCount: 1 });
    t.deepEqual(statuses(await atOnce(20, () => reader.delete(`${path}/favorite`))), [200]);
    t.like((await reader.get(path)).body.article, { favorited: false, favoritesCount: 0 });
  });

  test(`${contract.name}: the favorites of many at once all count`, async (t) => {
    const { author } = await castFor(contract);
    const path = `/articles/${(await write(author)).slug}`;
    const readers = await people(8);
    const answers = await Promise.all(readers.map((reader) => reader.post(`${path}/favorite`)));
    t.deepEqual(statuses(answers), [200]);
    t.is((await anonymous.get(path)).body.article.favoritesCount, 8);
  });

  test(`${contract.name}: favorites and unfavorites at once end in one of the two`, async (t) => {
    const { author, reader } = await castFor(contract);
    const path = `/articles/${(await write(author)).slug}`;
    const answers = await atOnce(30, (index) => reader.send(index % 2 ? 'POST' : 'DELETE', `${path}/favorite`));
    t.deepEqual(statuses(answers), [200]);
    const { favorited, favoritesCount } = (await reader.get(path)).body.article;
    t.is(favoritesCount, Number(favorited));
  });

  test(`${contract.name}: follows and unfollows at once end in one of the two`, async (t) => {
    const { author, reader } = await castFor(contract);
    const path = `/profiles/${author.username}`;
    const answers = await atOnce(30, (index) => reader.send(index % 2 ? 'POST' : 'DELETE', `${path}/follow`));
    t.deepEqual(statuses(answers), [200]);
    t.deepEqual(statuses(await atOnce(20, () => reader.post(`${path}/follow`))), [200]);
    t.true((await reader.get(path)).body.profile.following);
    t.deepEqual(statuses(await atOnce(20, () => reader.delete(`${path}/follow`))), [200]);
    t.false((await reader.get(path)).body.profile.following);
  });

  test(`${contract.name}: of registrations with one name at once, one succeeds`, async (t) => {
    const username = unique('race');
    const user = { username, email: `${username}@example.com`, password: 'a long password' };
    const answers = await atOnce(10, () => anonymous.post('/users', { user }));
    t.is(answers.filter(({ status }) => status === contract.createdStatus).length, 1);
    t.is(answers.filter(({ status }) => status === contract.takenStatus).length, 9, statuses(answers).join());
  });

  test(`${contract.name}: of renames to one name at once, one succeeds`, async (t) => {
    const username = unique('race');
    const answers = await Promise.all((await people(5)).map((person) => person.put('/user', { user: { username } })));
    t.is(answers.filter(({ status }) => status === 200).length, 1);
    t.is(answers.filter(({ status }) => status === contract.takenStatus).length, 4, statuses(answers).join());
  });

  test(`${contract.name}: an article deleted, read, changed and commented on at once ends deleted, without a 5xx`, async (t) => {
    const { author, reader } = await castFor(contract);
    const path = `/articles/${(await write(author, { tagList: ['a'] })).slug}`;
    const requests: (() => Promise<Answer>)[] = [
      () => reader.get(path),
      () => reader.post(`${path}/comments`, { comment: { body: 'x' } }),
      () => reader.post(`${path}/favorite`),
      () => author.put(path, { article: { body: 'x', tagList: [unique('t')] } }),
      () => author.delete(path),
    ];
    const answers = await atOnce(
      25,
      (index) => (requests[index % requests.length] ?? requests[0])?.() as Promise<Answer>,
    );
    const allowed = [200, 404, contract.createdStatus, contract.deletedStatus];
    for (const { status, summary } of answers) t.true(allowed.includes(status), summary);
    t.is((await anonymous.get(path)).status, 404);
  });

  async function people(count: number): Promise<Person[]> {
    return Promise.all(Array.from({ length: count }, () => register(contract)));
  }
}
