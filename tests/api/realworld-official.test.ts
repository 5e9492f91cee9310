import test from 'ava';
import {
  contains,
  hasCount,
  isAtLeast,
  isBoolean,
  isDate,
  isFilled,
  isInteger,
  isList,
  isNot,
  isText,
  listedArticle,
  registered,
  step,
} from './support/official-suite.ts';
import { unique } from './support/unique.ts';

/** What the current official suite (realworld-apps/realworld, specs/api/hurl) expects of a backend, request by request. */

test('official suite, articles: create, list, read, update, tags, delete', async (t) => {
  const { username, token } = await registered(t, 'art');
  const [one, two] = [unique('d_'), unique('t_')];
  const title = `Test Article ${unique('n')}`;
  const input = { title, description: 'Test description', body: 'Test body content', tagList: [one, two] };
  const unchanged = {
    'article.title': title,
    'article.description': input.description,
    'article.author.username': username,
  };
  const created = await step(t, {
    request: 'POST /articles',
    token,
    json: { article: input },
    status: 201,
    body: {
      ...unchanged,
      'article.slug': isText,
      'article.body': input.body,
      'article.tagList.0': one,
      'article.tagList.1': two,
      'article.createdAt': isDate,
      'article.updatedAt': isDate,
      'article.favorited': false,
      'article.favoritesCount': 0,
    },
  });
  const { slug, createdAt, updatedAt } = created.body.article;
  for (const reader of [undefined, token]) {
    await step(t, {
      request: 'GET /articles',
      token: reader,
      status: 200,
      body: { ...listedArticle, articlesCount: isAtLeast(1), 'articles.0.author.username': isText },
    });
    await step(t, {
      request: `GET /articles?author=${username}`,
      token: reader,
      status: 200,
      body: { ...listedArticle, 'articles.0.author.username': username },
    });
  }
  await step(t, {
    request: `GET /articles?tag=${one}`,
    status: 200,
    body: { ...listedArticle, 'articles.0.tagList': contains(one) },
  });
  const path = `/articles/${slug}` as const;
  await step(t, {
    request: `GET ${path}`,
    status: 200,
    body: { ...unchanged, 'article.slug': slug, 'article.body': input.body, 'article.tagList': isList },
  });
  const put = (article: object, body: Parameters<typeof step>[1]['body'], status = 200) =>
    step(t, { request: `PUT ${path}`, token, json: { article }, status, ...(body ? { body } : {}) });
  const bothTags = { 'article.tagList': hasCount(2), 'article.tagList.0': one, 'article.tagList.1': two };
  await put(
    { body: 'Updated body content' },
    {
      ...unchanged,
      ...bothTags,
      'article.slug': slug,
      'article.body': 'Updated body content',
      'article.createdAt': createdAt,
      'article.updatedAt': isNot(updatedAt),
      'article.favorited': isBoolean,
      'article.favoritesCount': isInteger,
    },
  );
  await step(t, {
    request: `GET ${path}`,
    status: 200,
    body: { ...unchanged, ...bothTags, 'article.body': 'Updated body content' },
  });
  await put({ body: 'Body without touching tags' }, { ...bothTags, 'article.body': 'Body without touching tags' });
  await put({ tagList: [] }, { 'article.tagList': hasCount(0) });
  await step(t, { request: `GET ${path}`, status: 200, body: { 'article.tagList': hasCount(0) } });
  await put({ tagList: null }, undefined, 422);
  await step(t, { request: `DELETE ${path}`, token, status: 204 });
  await step(t, { request: `GET ${path}`, status: 404, body: { 'errors.article.0': 'not found' } });
});

test('official suite, auth: register, log in, read and update oneself', async (t) => {
  const username = unique('auth_');
  const account = { username, email: `${username}@test.com`, password: 'password123' };
  const plain = {
    'user.username': username,
    'user.email': account.email,
    'user.bio': null,
    'user.image': null,
    'user.token': isFilled,
  };
  await step(t, { request: 'POST /users', json: { user: account }, status: 201, body: plain });
  const login = await step(t, {
    request: 'POST /users/login',
    json: { user: { email: account.email, password: account.password } },
    status: 200,
    body: plain,
  });
  const { token } = login.body.user;
  await step(t, { request: 'GET /user', token, status: 200, body: plain });
  for (const [sent, stored] of [
    [{ bio: 'Updated bio' }, { ...plain, 'user.bio': 'Updated bio' }],
    [{ bio: '' }, plain],
    [{ bio: 'Temporary bio' }, { ...plain, 'user.bio': 'Temporary bio' }],
    [{ bio: null }, plain],
    [{ image: 'https://example.com/photo.jpg' }, { ...plain, 'user.image': 'https://example.com/photo.jpg' }],
    [{ image: '' }, plain],
    [{ image: 'https://example.com/temp.jpg' }, { ...plain, 'user.image': 'https://example.com/temp.jpg' }],
    [{ image: null }, plain],
    [
      { username: `${username}_upd`, email: `upd_${account.email}` },
      { ...plain, 'user.username': `${username}_upd`, 'user.email': `upd_${account.email}` },
    ],
  ] as const) {
    const updated = await step(t, { request: 'PUT /user', token, json: { user: sent }, status: 200, body: stored });
    await step(t, { request: 'GET /user', token: updated.body.user.token, status: 200, body: stored });
  }
});

test('official suite, comments: write, list, delete one of two', async (t) => {
  const { username, token } = await registered(t, 'cmt');
  const article = { title: `Comment Article ${unique('n')}`, description: 'For comments', body: 'Article body' };
  const { slug } = (await step(t, { request: 'POST /articles', token, json: { article }, status: 201 })).body.article;
  const path = `/articles/${slug}/comments` as const;
  const post = async (body: string) =>
    (
      await step(t, {
        request: `POST ${path}`,
        token,
        json: { comment: { body } },
        status: 201,
        body: {
          'comment.id': isInteger,
          'comment.body': body,
          'comment.createdAt': isDate,
          'comment.updatedAt': isDate,
          'comment.author.username': username,
        },
      })
    ).body.comment.id;
  const id = await post('Test comment body');
  for (const reader of [token, undefined]) {
    await step(t, {
      request: `GET ${path}`,
      token: reader,
      status: 200,
      body: {
        comments: hasCount(1),
        'comments.0.id': id,
        'comments.0.body': 'Test comment body',
        'comments.0.createdAt': isDate,
        'comments.0.author.username': username,
      },
    });
  }
  await step(t, { request: `DELETE ${path}/${id}`, token, status: 204 });
  await step(t, { request: `GET ${path}`, status: 200, body: { comments: hasCount(0) } });
  const first = await post('First comment');
  await post('Second comment');
  await step(t, { request: `GET ${path}`, status: 200, body: { comments: hasCount(2) } });
  await step(t, { request: `DELETE ${path}/${first}`, token, status: 204 });
  await step(t, {
    request: `GET ${path}`,
    status: 200,
    body: { comments: hasCount(1), 'comments.0.body': 'Second comment' },
  });
  await step(t, { request: `DELETE /articles/${slug}`, token, status: 204 });
});
