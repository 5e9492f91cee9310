import type { Request, Viewer } from './request.ts';
import type { Sample } from './sample.ts';
import { numbers, pick, setAndUnset, setBeforeUnset } from './set-and-unset.ts';

/** What is measured together: mostly one route, with requests that are sent in turn. */
export interface Case {
  name: string;
  kind: 'read' | 'write' | 'mix';
  requests(sample: Sample): Request[];
  /** So many requests in a row belong together: one connection sends them all. */
  groupSize?: number;
  /** Statements that remove what an earlier round wrote, so that each round has the same to do. */
  cleanUp?(sample: Sample): string[];
}

const get = (path: string, viewer?: Viewer): Request => ({ method: 'GET', path, ...(viewer ? { viewer } : {}) });
const isWrittenLater = ({ viewers, readAtMs }: Sample) =>
  `IN (${viewers.map(({ id }) => id).join()}) AND created_at_ms >= FROM_UNIXTIME(${readAtMs / 1000})`;
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
    requests: ({ slugs, viewers }) => slugs.map((slug, position) => get(`/articles/${slug}`, pick(viewers, position))),
  },
  {
    name: 'GET …/comments',
    kind: 'read',
    requests: ({ slugs, viewers }) =>
      slugs.map((slug, position) => get(`/articles/${slug}/comments`, pick(viewers, position))),
  },
  {
    name: 'GET /profiles/:name',
    kind: 'read',
    requests: ({ authors, viewers }) =>
      authors.map((author, position) => get(`/profiles/${author}`, pick(viewers, position + 1))),
  },
  { name: 'GET /user', kind: 'read', requests: ({ viewers }) => viewers.map((viewer) => get('/user', viewer)) },
];

const writes: Case[] = [
  {
    name: 'favorite, unfavorite',
    kind: 'write',
    requests: ({ slugs, viewers }) => setAndUnset(slugs, viewers, (slug) => `/articles/${slug}/favorite`),
    groupSize: 2 * setBeforeUnset,
    cleanUp: (sample) => [`DELETE FROM favorites WHERE user_id ${isWrittenLater(sample)}`],
  },
  {
    name: 'follow, unfollow',
    kind: 'write',
    requests: ({ authors, viewers }) => setAndUnset(authors, viewers, (author) => `/profiles/${author}/follow`),
    groupSize: 2 * setBeforeUnset,
    cleanUp: (sample) => [`DELETE FROM follows WHERE follower_id ${isWrittenLater(sample)}`],
  },
  {
    name: 'POST …/comments',
    kind: 'write',
    requests: ({ slugs, viewers }) =>
      slugs.map((slug, position) => ({
        method: 'POST',
        path: `/articles/${slug}/comments`,
        viewer: pick(viewers, position),
        body: { comment: { body: 'Well said, and measured.' } },
      })),
    cleanUp: (sample) => [`DELETE FROM comments WHERE user_id ${isWrittenLater(sample)}`],
  },
  {
    name: 'POST /articles',
    kind: 'write',
    requests: ({ viewers, tags }) =>
      viewers.map((viewer, position) => ({
        method: 'POST',
        path: '/articles',
        viewer,
        body: {
          article: {
            title: 'Measured {unique}',
            description: 'What it costs',
            body: 'As much as it says.',
            tagList: [pick(tags, position), pick(tags, position + 1)],
          },
        },
      })),
    // A trigger removes the links to their tags.
    cleanUp: (sample) => [`DELETE FROM articles WHERE user_id ${isWrittenLater(sample)}`],
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

/** How often each case comes up in a hundred requests of the mix. */
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

/** Requests as the users of such a site send them: most of them read. */
export const mix: Case = {
  name: 'a mix, 8 % writes',
  kind: 'mix',
  requests: (sample) => {
    const lists = shares.map(([name, share]) => ({ share, list: find(name).requests(sample) }));
    // Spread evenly: a case with share s comes up s times in every hundred requests.
    return numbers(20).flatMap((round) =>
      lists
        .flatMap(({ share, list }) =>
          numbers(share).map((position) => ({
            at: (position + 0.5) / share,
            request: pick(list, round * share + position),
          })),
        )
        .sort((one, other) => one.at - other.at)
        .map(({ request }) => request),
    );
  },
  cleanUp: (sample) => shares.flatMap(([name]) => find(name).cleanUp?.(sample) ?? []),
};

/** All cases that the benchmark measures. */
export const cases: Case[] = [...reads, ...writes, mix];

function find(name: string): Case {
  const found = [...reads, ...writes].find((each) => each.name === name);
  if (!found) throw new Error(`There is no case "${name}".`);
  return found;
}
