import { doAndUndo, doneFirst, isRecent, numbers, pick } from './do-and-undo.ts';
import type { Viewer, World } from './world.ts';

/** One HTTP request, and whose it is. */
export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  viewer?: Viewer;
  body?: object;
}

/** A route under load: requests that go round, another order for each connection. */
export interface Case {
  name: string;
  kind: 'read' | 'write' | 'mix';
  requests(world: World): Request[];
  /** So many requests in a row belong together: one connection sends them all. */
  stretch?: number;
  /** Takes back what an earlier round has left, so that each round has the same to do, and the data stays what it is said to be. */
  restore?(world: World): string[];
}

const get = (path: string, viewer?: Viewer): Request => ({ method: 'GET', path, ...(viewer ? { viewer } : {}) });
const pageOf = (page: number) => `limit=20&offset=${page * 20}`;
const farBack = 50_000;

const reads: Case[] = [
  { name: 'GET /tags', kind: 'read', requests: () => [get('/tags')] },
  {
    name: 'GET /articles',
    kind: 'read',
    requests: ({ pages, viewers }) =>
      numbers(pages).map((page) => get(`/articles?${pageOf(page)}`, pick(viewers, page))),
  },
  {
    name: 'GET /articles, 50,000 back',
    kind: 'read',
    requests: ({ articles }) => (articles > farBack ? [get(`/articles?limit=20&offset=${farBack}`)] : []),
  },
  {
    name: 'GET /articles?tag',
    kind: 'read',
    requests: ({ tags }) => tags.map((tag) => get(`/articles?tag=${encodeURIComponent(tag)}`)),
  },
  {
    name: 'GET /articles?author',
    kind: 'read',
    requests: ({ authors }) => authors.map((author) => get(`/articles?author=${author}`)),
  },
  {
    name: 'GET /articles?favorited',
    kind: 'read',
    requests: ({ fans }) => fans.map((fan) => get(`/articles?favorited=${fan}`)),
  },
  { name: 'GET /articles/feed', kind: 'read', requests: ({ reader }) => [get('/articles/feed', reader)] },
  {
    name: 'GET /articles/:slug',
    kind: 'read',
    requests: ({ slugs, viewers }) => slugs.map((slug, place) => get(`/articles/${slug}`, pick(viewers, place))),
  },
  {
    name: 'GET …/comments',
    kind: 'read',
    requests: ({ slugs, viewers }) =>
      slugs.map((slug, place) => get(`/articles/${slug}/comments`, pick(viewers, place))),
  },
  {
    name: 'GET /profiles/:name',
    kind: 'read',
    requests: ({ authors, viewers }) =>
      authors.map((author, place) => get(`/profiles/${author}`, pick(viewers, place + 1))),
  },
  { name: 'GET /user', kind: 'read', requests: ({ viewers }) => viewers.map((viewer) => get('/user', viewer)) },
];

const writes: Case[] = [
  {
    name: 'favorite, unfavorite',
    kind: 'write',
    requests: ({ slugs, viewers }) => doAndUndo(slugs, viewers, (slug) => `/articles/${slug}/favorite`),
    stretch: 2 * doneFirst,
    restore: (world) => [`DELETE FROM favorites WHERE user_id ${isRecent(world)}`],
  },
  {
    name: 'follow, unfollow',
    kind: 'write',
    requests: ({ authors, viewers }) => doAndUndo(authors, viewers, (author) => `/profiles/${author}/follow`),
    stretch: 2 * doneFirst,
    restore: (world) => [`DELETE FROM follows WHERE follower_id ${isRecent(world)}`],
  },
  {
    name: 'POST …/comments',
    kind: 'write',
    requests: ({ slugs, viewers }) =>
      slugs.map((slug, place) => ({
        method: 'POST',
        path: `/articles/${slug}/comments`,
        viewer: pick(viewers, place),
        body: { comment: { body: 'Well said, and measured.' } },
      })),
    restore: (world) => [`DELETE FROM comments WHERE user_id ${isRecent(world)}`],
  },
  {
    name: 'POST /articles',
    kind: 'write',
    requests: ({ viewers, tags }) =>
      viewers.map((viewer, place) => ({
        method: 'POST',
        path: '/articles',
        viewer,
        body: {
          article: {
            title: 'Measured {unique}',
            description: 'What it costs',
            body: 'As much as it says.',
            tagList: [pick(tags, place), pick(tags, place + 1)],
          },
        },
      })),
    restore: (world) => {
      const measured = `FROM articles WHERE user_id ${isRecent(world)}`;
      const isWithoutTags = 'NOT EXISTS (SELECT 1 FROM article_tag WHERE article_id = articles.id)';
      // Between the two somebody's last article may still arrive; it stays for the next time.
      return [
        `DELETE FROM article_tag WHERE article_id IN (SELECT id ${measured})`,
        `DELETE ${measured} AND ${isWithoutTags}`,
      ];
    },
  },
  {
    name: 'PUT /articles/:slug',
    kind: 'write',
    requests: ({ owned }) =>
      owned.map(({ slug, viewer }) => ({
        method: 'PUT',
        path: `/articles/${slug}`,
        viewer,
        body: { article: { body: 'Another text, {unique}.' } },
      })),
  },
];

/** How often each comes up in the mix: mostly reads, as where people read more than they write. */
const shares: [name: string, share: number][] = [
  ['GET /articles', 25],
  ['GET /articles?tag', 8],
  ['GET /articles/feed', 10],
  ['GET /articles/:slug', 22],
  ['GET …/comments', 12],
  ['GET /profiles/:name', 6],
  ['GET /tags', 4],
  ['GET /user', 5],
  ['favorite, unfavorite', 4],
  ['POST …/comments', 3],
  ['PUT /articles/:slug', 1],
];

/** What people ask who use the site. */
export const mix: Case = {
  name: 'a mix, 8 % writes',
  kind: 'mix',
  requests: (world) => {
    const lists = shares.map(([name, share]) => ({ share, list: find(name).requests(world) }));
    // Evenly interleaved: the request of a case with share s comes up s times in every hundred.
    return numbers(20).flatMap((round) =>
      lists
        .flatMap(({ share, list }) =>
          numbers(share).map((place) => ({ at: (place + 0.5) / share, request: pick(list, round * share + place) })),
        )
        .sort((one, other) => one.at - other.at)
        .map(({ request }) => request),
    );
  },
  restore: (world) => shares.flatMap(([name]) => find(name).restore?.(world) ?? []),
};

/** Everything that is measured. */
export const cases: Case[] = [...reads, ...writes, mix];

function find(name: string): Case {
  const found = [...reads, ...writes].find((each) => each.name === name);
  if (!found) throw new Error(`There is no case "${name}".`);
  return found;
}
