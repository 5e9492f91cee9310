import test from 'ava';
import { registered, type Step, step } from './support/official-suite.ts';
import { unique } from './support/unique.ts';

/** The errors the official suite expects: each refused request with its 401, 403, 404 or 422. */

type Case = [request: Step['request'], json: unknown, status: number, body: Step['body']];

const noToken = { 'errors.token.0': 'is missing' };
const noArticle = { 'errors.article.0': 'not found' };
const noProfile = { 'errors.profile.0': 'not found' };
const blank = (field: string) => ({ [`errors.${field}.0`]: "can't be blank" });
const taken = (field: string) => ({ [`errors.${field}.0`]: 'has already been taken' });
const article = { title: 'Some title', description: 'test', body: 'test' };
const change = { article: { body: 'test' } };

async function check(t: Parameters<typeof step>[0], cases: Case[], token?: string): Promise<void> {
  for (const [request, json, status, body] of cases) {
    await step(t, { request, json, status, ...(token ? { token } : {}), ...(body ? { body } : {}) });
  }
}

test('official suite, errors without a token', async (t) => {
  const unknown = unique('unknown-');
  await check(t, [
    ['GET /user', undefined, 401, noToken],
    ['PUT /user', { user: { bio: 'test' } }, 401, noToken],
    ['POST /articles', { article }, 401, noToken],
    [`GET /articles/${unknown}`, undefined, 404, noArticle],
    ['PUT /articles/some-slug', change, 401, noToken],
    ['DELETE /articles/some-slug', undefined, 401, noToken],
    ['GET /articles/feed', undefined, 401, noToken],
    ['POST /articles/some-slug/favorite', undefined, 401, noToken],
    ['DELETE /articles/some-slug/favorite', undefined, 401, noToken],
    ['POST /articles/some-slug/comments', { comment: { body: 'test' } }, 401, noToken],
    ['DELETE /articles/some-slug/comments/1', undefined, 401, noToken],
    [`GET /profiles/${unknown}`, undefined, 404, noProfile],
    [`POST /profiles/${unknown}/follow`, undefined, 401, noToken],
    [`DELETE /profiles/${unknown}/follow`, undefined, 401, noToken],
  ]);
});

test('official suite, errors of registration and login', async (t) => {
  const { username, token } = await registered(t, 'ea');
  const [fresh, password] = [unique('ea_'), 'password123'];
  const account = { username: fresh, email: `${fresh}@test.com`, password };
  const email = `${username}@test.com`;
  await check(t, [
    ['POST /users', { user: { ...account, username: '' } }, 422, blank('username')],
    ['POST /users', { user: { ...account, email: '' } }, 422, blank('email')],
    ['POST /users', { user: { ...account, password: '' } }, 422, blank('password')],
    ['POST /users', { user: { ...account, username } }, 409, taken('username')],
    ['POST /users', { user: { ...account, email } }, 409, taken('email')],
    ['POST /users/login', { user: { email: '', password } }, 422, blank('email')],
    ['POST /users/login', { user: { email, password: '' } }, 422, blank('password')],
    ['POST /users/login', { user: { email, password: 'wrongpassword' } }, 401, { 'errors.credentials.0': 'invalid' }],
  ]);
  const rejected = [{ email: '' }, { username: '' }, { email: null }, { username: null }];
  await check(
    t,
    rejected.map((user): Case => ['PUT /user', { user }, 422, undefined]),
    token,
  );
});

test('official suite, errors of articles, comments and profiles with a token', async (t) => {
  const { token } = await registered(t, 'ea_art');
  const unknown = unique('unknown-');
  await check(
    t,
    [
      ['POST /articles', { article: { ...article, title: '' } }, 422, blank('title')],
      ['POST /articles', { article: { ...article, description: '' } }, 422, blank('description')],
      ['POST /articles', { article: { ...article, body: '' } }, 422, blank('body')],
      [`PUT /articles/${unknown}`, change, 404, noArticle],
      [`DELETE /articles/${unknown}`, undefined, 404, noArticle],
      [`POST /articles/${unknown}/favorite`, undefined, 404, noArticle],
      [`DELETE /articles/${unknown}/favorite`, undefined, 404, noArticle],
      [`POST /articles/${unknown}/comments`, { comment: { body: 'orphan' } }, 404, noArticle],
      [`GET /articles/${unknown}/comments`, undefined, 404, noArticle],
      [`DELETE /articles/${unknown}/comments/99999`, undefined, 404, noArticle],
      [`POST /profiles/${unknown}/follow`, undefined, 404, noProfile],
      [`DELETE /profiles/${unknown}/follow`, undefined, 404, noProfile],
    ],
    token,
  );
});

test('official suite, what belongs to another user is forbidden, and titles may repeat', async (t) => {
  const [a, b] = [await registered(t, 'authz_a'), await registered(t, 'authz_b')];
  const title = `Authz Article ${unique('n')}`;
  const post = async () =>
    (
      await step(t, {
        request: 'POST /articles',
        token: a.token,
        json: { article: { ...article, title } },
        status: 201,
      })
    ).body.article.slug;
  const [slug, second] = [await post(), await post()];
  t.not(slug, second);
  const forbidden = { 'errors.article.0': 'forbidden' };
  await check(
    t,
    [
      [`DELETE /articles/${slug}`, undefined, 403, forbidden],
      [`PUT /articles/${slug}`, change, 403, forbidden],
    ],
    b.token,
  );
  const comments = `/articles/${slug}/comments` as const;
  const { id } = (
    await step(t, {
      request: `POST ${comments}`,
      token: a.token,
      json: { comment: { body: "A's comment" } },
      status: 201,
    })
  ).body.comment;
  await check(t, [[`DELETE ${comments}/${id}`, undefined, 403, { 'errors.comment.0': 'forbidden' }]], b.token);
  await check(
    t,
    [
      [`POST ${comments}`, { comment: { body: '' } }, 422, blank('body')],
      [`DELETE ${comments}/99999999`, undefined, 404, { 'errors.comment.0': 'not found' }],
      [`GET ${comments}`, undefined, 200, { 'comments.0.body': "A's comment" }],
      [`DELETE /articles/${slug}`, undefined, 204, undefined],
      [`DELETE /articles/${second}`, undefined, 204, undefined],
    ],
    a.token,
  );
});
