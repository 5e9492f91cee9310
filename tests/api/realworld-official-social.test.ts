import test from 'ava';
import {
  contains,
  hasCount,
  isAtLeast,
  isDate,
  isList,
  isText,
  listedArticle,
  registered,
  step,
} from './support/official-suite.ts';
import { unique } from './support/unique.ts';

/** The rest of the official suite's happy paths: favorites, feed, pagination, profiles, tags. */

async function written(t: Parameters<typeof step>[0], token: string, tagList?: string[]): Promise<string> {
  const article = {
    title: `Article ${unique('n')}`,
    description: 'For a test',
    body: 'Article body',
    ...(tagList && { tagList }),
  };
  return (await step(t, { request: 'POST /articles', token, json: { article }, status: 201 })).body.article.slug;
}

test('official suite, favorites: favorite, filter, unfavorite', async (t) => {
  const { username, token } = await registered(t, 'fav');
  const slug = await written(t, token);
  const whole = {
    'article.title': isText,
    'article.slug': slug,
    'article.description': isText,
    'article.body': isText,
    'article.tagList': isList,
    'article.createdAt': isDate,
    'article.updatedAt': isDate,
    'article.author.username': username,
  };
  const path = `/articles/${slug}` as const;
  const liked = { ...whole, 'article.favorited': true, 'article.favoritesCount': 1 };
  const notLiked = { ...whole, 'article.favorited': false, 'article.favoritesCount': 0 };
  await step(t, { request: `POST ${path}/favorite`, token, status: 200, body: liked });
  await step(t, { request: `GET ${path}`, token, status: 200, body: liked });
  for (const reader of [undefined, token]) {
    const body = { ...listedArticle, articlesCount: isAtLeast(1), 'articles.0.favoritesCount': isAtLeast(1) };
    await step(t, { request: `GET /articles?favorited=${username}`, token: reader, status: 200, body });
  }
  await step(t, { request: `DELETE ${path}/favorite`, token, status: 200, body: notLiked });
  await step(t, { request: `GET ${path}`, token, status: 200, body: notLiked });
  await step(t, { request: `DELETE ${path}`, token, status: 204 });
});

test('official suite, feed: empty, then the followed author, with limit and offset', async (t) => {
  const [main, celeb] = [await registered(t, 'feedm'), await registered(t, 'feedc')];
  const { token } = main;
  const follow = `/profiles/${celeb.username}/follow` as const;
  await step(t, {
    request: 'GET /articles/feed',
    token,
    status: 200,
    body: { articles: hasCount(0), articlesCount: 0 },
  });
  await step(t, { request: `POST ${follow}`, token, status: 200, body: { 'profile.following': true } });
  const slugs = [await written(t, celeb.token), await written(t, celeb.token)];
  const byCeleb = { ...listedArticle, articlesCount: 2, 'articles.0.author.username': celeb.username };
  await step(t, { request: 'GET /articles/feed', token, status: 200, body: { ...byCeleb, articles: hasCount(2) } });
  const one = { ...byCeleb, articles: hasCount(1), 'articles.0.author.following': true };
  await step(t, { request: 'GET /articles/feed?limit=1', token, status: 200, body: one });
  await step(t, { request: 'GET /articles/feed?limit=1&offset=1', token, status: 200, body: one });
  for (const slug of slugs) await step(t, { request: `DELETE /articles/${slug}`, token: celeb.token, status: 204 });
  await step(t, { request: `DELETE ${follow}`, token, status: 200 });
});

test('official suite, pagination: the newest first, one a page', async (t) => {
  const { username, token } = await registered(t, 'page');
  const slugs = [await written(t, token), await written(t, token)];
  for (const [offset, slug] of [
    [0, slugs[1]],
    [1, slugs[0]],
  ] as const) {
    const body = { articles: hasCount(1), articlesCount: 2, 'articles.0.slug': slug ?? '' };
    await step(t, { request: `GET /articles?author=${username}&limit=1&offset=${offset}`, status: 200, body });
  }
  for (const slug of slugs) await step(t, { request: `DELETE /articles/${slug}`, token, status: 204 });
});

test('official suite, profiles: read with and without a token, follow, unfollow', async (t) => {
  const [{ token }, { username }] = [await registered(t, 'prof'), await registered(t, 'celeb')];
  const profile = { 'profile.username': username, 'profile.bio': null, 'profile.image': null };
  const path = `/profiles/${username}` as const;
  for (const [request, following, reader] of [
    [`GET ${path}`, false, undefined],
    [`GET ${path}`, false, token],
    [`POST ${path}/follow`, true, token],
    [`GET ${path}`, true, token],
    [`DELETE ${path}/follow`, false, token],
    [`GET ${path}`, false, token],
  ] as const) {
    await step(t, { request, token: reader, status: 200, body: { ...profile, 'profile.following': following } });
  }
});

test('official suite, tags: every tag of a new article is listed', async (t) => {
  const { token } = await registered(t, 'tag');
  const [one, two] = [unique('h_'), unique('t_')];
  const slug = await written(t, token, [one, two]);
  const list = { 'tags.0': isText, 'tags.1': isText };
  for (const tag of [one, two]) {
    await step(t, { request: 'GET /tags', status: 200, body: { ...list, tags: contains(tag) } });
  }
  await step(t, { request: `DELETE /articles/${slug}`, token, status: 204 });
});
