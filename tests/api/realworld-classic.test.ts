import test, { type ExecutionContext } from 'ava';
import { type Client, clientOf } from './support/client.ts';
import { type Contract, contractNamed } from './support/contracts.ts';
import { findDefaultContract } from './support/default-contract.ts';
import type { Answer } from './support/http.ts';
import type { Article, Comment, Profile, User } from './support/payload.ts';
import { unique } from './support/unique.ts';

/**
 * The flow of the Postman collection the RealWorld project was known by until 2025, with what it asserts:
 * https://github.com/gothinkster/realworld/blob/main/api/Conduit.postman_collection.json
 * It never looks at the status of a creation, so it passes under both contracts, but for the body it demands in lists.
 */

/** The collection's own expression for a date: it demands a fraction of a second. */
const isoWithFraction = /^\d{4,}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d.\d+(?:[+-][0-2]\d:[0-5]\d|Z)$/;

for (const mount of ['/api', '/laravel/api']) {
  test(`${mount}: the classic RealWorld flow passes`, async (t) => {
    const contract = mount === '/api' ? await findDefaultContract() : contractNamed('laravel');
    const person = await authFlow(t, contract);
    await articlesFlow(t, contract, person);
    await profilesFlow(t, contract, person);
    const tags = await clientOf(contract).get('/tags');
    t.is(tags.status, 200);
    t.true(Array.isArray(tags.body.tags));
  });
}

interface LoggedIn extends Client {
  username: string;
  email: string;
  password: string;
}

async function authFlow(t: ExecutionContext, contract: Contract): Promise<LoggedIn> {
  const username = unique('classic');
  const account = { username, email: `${username}@mail.com`, password: 'password' };
  const anonymous = clientOf(contract);
  assertUser(t, await anonymous.post('/users', { user: account }));
  const login = await anonymous.post('/users/login', { user: { email: account.email, password: account.password } });
  const client = clientOf(contract, assertUser(t, login).token);
  assertUser(t, await client.get('/user'));
  assertUser(t, await client.put('/user', { user: { email: account.email } }));
  return { ...client, ...account };
}

async function articlesFlow(t: ExecutionContext, contract: Contract, person: LoggedIn): Promise<void> {
  const anonymous = clientOf(contract);
  const tagList = ['dragons', 'training'].map(unique);
  for (const query of ['', '?author=johnjacob', '?favorited=jane', '?tag=dragons']) {
    assertArticles(t, await anonymous.get(`/articles${query}`), contract);
  }
  const input = {
    title: `How to train your dragon ${unique('n')}`,
    description: 'Ever wonder how?',
    body: 'Very carefully.',
    tagList,
  };
  const { slug } = assertArticle(t, await person.post('/articles', { article: input }));
  assertArticles(t, await person.get('/articles/feed'), contract);
  for (const client of [anonymous, person]) {
    for (const query of ['', `?author=${person.username}`, `?favorited=${person.username}`]) {
      assertArticles(t, await client.get(`/articles${query}`), contract);
    }
    t.deepEqual(
      assertArticles(t, await client.get(`/articles?tag=${tagList[0]}`), contract)[0]?.tagList,
      tagList.toSorted(),
    );
  }
  assertArticle(t, await anonymous.get(`/articles/${slug}`));
  assertArticle(t, await person.put(`/articles/${slug}`, { article: { body: 'With two hands' } }));
  await favoriteFlow(t, person, { contract, slug });
  await commentFlow(t, person, { anonymous, slug });
  await person.delete(`/articles/${slug}`);
}

async function favoriteFlow(
  t: ExecutionContext,
  person: LoggedIn,
  { contract, slug }: { contract: Contract; slug: string },
): Promise<void> {
  const favorite = assertArticle(t, await person.post(`/articles/${slug}/favorite`));
  t.true(favorite.favorited && favorite.favoritesCount > 0);
  const listed = assertArticles(t, await person.get(`/articles?favorited=${person.username}`), contract);
  t.is(listed[0]?.favoritesCount, 1);
  t.false(assertArticle(t, await person.delete(`/articles/${slug}/favorite`)).favorited);
}

async function commentFlow(t: ExecutionContext, person: LoggedIn, article: { anonymous: Client; slug: string }) {
  const path = `/articles/${article.slug}/comments`;
  const created = await person.post(path, { comment: { body: 'Thank you so much!' } });
  assertComment(t, created.body.comment);
  for (const client of [person, article.anonymous]) {
    const answer = await client.get(path);
    t.is(answer.status, 200, answer.summary);
    for (const comment of answer.body.comments) assertComment(t, comment);
  }
  await person.delete(`${path}/${created.body.comment.id}`);
}

async function profilesFlow(t: ExecutionContext, contract: Contract, person: LoggedIn): Promise<void> {
  const username = `celeb_${person.username}`;
  const celeb = { username, email: `celeb_${person.email}`, password: person.password };
  assertUser(t, await clientOf(contract).post('/users', { user: celeb }));
  assertProfile(t, await person.get(`/profiles/${username}`));
  const body = { user: { email: person.email } };
  t.true(assertProfile(t, await person.post(`/profiles/${username}/follow`, body)).following);
  t.false(assertProfile(t, await person.delete(`/profiles/${username}/follow`)).following);
}

function assertKeys(t: ExecutionContext, value: object | undefined, keys: string[]): void {
  for (const key of keys) t.true(Object.hasOwn(value ?? {}, key), `${key} is missing in ${JSON.stringify(value)}`);
}

function assertUser(t: ExecutionContext, answer: Answer): User {
  assertKeys(t, answer.body.user, ['email', 'username', 'bio', 'image', 'token']);
  return answer.body.user;
}

function assertProfile(t: ExecutionContext, answer: Answer): Profile {
  t.is(answer.status, 200, answer.summary);
  assertKeys(t, answer.body.profile, ['username', 'bio', 'image', 'following']);
  return answer.body.profile;
}

const articleKeys = [
  'title',
  'slug',
  'createdAt',
  'updatedAt',
  'description',
  'tagList',
  'author',
  'favorited',
  'favoritesCount',
];

function assertArticle(t: ExecutionContext, answer: Answer): Article {
  assertKeys(t, answer.body.article, ['body']);
  assertArticleBody(t, answer.body.article);
  return answer.body.article;
}

function assertArticleBody(t: ExecutionContext, article: Article): void {
  assertKeys(t, article, articleKeys);
  t.regex(article.createdAt, isoWithFraction);
  t.regex(article.updatedAt, isoWithFraction);
  t.true(Array.isArray(article.tagList) && Number.isInteger(article.favoritesCount));
}

function assertArticles(t: ExecutionContext, answer: Answer, { listsCarryBody }: Contract): Article[] {
  t.is(answer.status, 200, answer.summary);
  t.true(Number.isInteger(answer.body.articlesCount), answer.summary);
  for (const article of answer.body.articles) assertArticleBody(t, article);
  if (listsCarryBody) assertKeys(t, answer.body.articles[0] ?? { body: '' }, ['body']);
  if (answer.body.articles.length === 0) t.is(answer.body.articlesCount, 0);
  return answer.body.articles;
}

function assertComment(t: ExecutionContext, comment: Comment): void {
  assertKeys(t, comment, ['id', 'body', 'createdAt', 'updatedAt', 'author']);
  t.regex(comment.createdAt, isoWithFraction);
  t.regex(comment.updatedAt, isoWithFraction);
}
