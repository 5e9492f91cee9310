import type { Query } from '../database/database.ts';
import { missing } from '../http/api-error.ts';
import { type ApiRequest, type Asked, defineRoute, ok, type Route } from '../http/route.ts';
import { favorite, unfavorite } from './favorites.ts';
import { presentArticle } from './presentation.ts';
import { type ArticleOwnership, findArticleById, findOwnership } from './repository.ts';
import { articleView } from './schema.ts';

const find = (query: Query, { params, viewerId }: Asked) => findOwnership(query, params.slug ?? '', viewerId);

const documentation = (summary: string) => ({ summary, tag: 'Favorites', answer: { article: articleView } });

/** Favorites, set and taken away; both as often as one likes. */
export const favoriteRoutes: Route[] = [
  defineRoute({
    methods: ['post'],
    path: '/articles/:slug/favorite',
    access: 'required',
    names: 'article',
    find,
    findsViewer: true,
    handle: (request) => applyAndShow(request, favorite),
    documentation: documentation('Mark an article as a favorite'),
  }),
  defineRoute({
    methods: ['delete'],
    path: '/articles/:slug/favorite',
    access: 'required',
    names: 'article',
    find,
    findsViewer: true,
    handle: (request) => applyAndShow(request, unfavorite),
    documentation: documentation('Take the mark away'),
  }),
];

async function applyAndShow(request: ApiRequest<ArticleOwnership>, apply: typeof favorite) {
  const { contract, found, session, viewerId } = request;
  const article = await session.write(async (query) => {
    const [, after] = await Promise.all([apply(query, viewerId, found.id), findArticleById(query, found.id, viewerId)]);
    return after;
  });
  if (!article) throw missing('article');
  return ok({ article: presentArticle(article, contract) });
}
