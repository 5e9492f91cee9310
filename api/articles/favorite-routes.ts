import type { Query } from '../database/database.ts';
import { type ApiRequest, type Asked, defineRoute, ok, type Route } from '../http/route.ts';
import { favorite, unfavorite } from './favorites.ts';
import { presentArticle } from './presentation.ts';
import { findArticle, findOwnership } from './repository.ts';
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
    looksLater: true,
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
    looksLater: true,
    handle: (request) => applyAndShow(request, unfavorite),
    documentation: documentation('Take the mark away'),
  }),
];

async function applyAndShow(
  { changeAtOnce, contract, params: { slug = '' }, viewerId }: ApiRequest,
  apply: typeof favorite,
) {
  const article = await changeAtOnce(
    (query) => apply(query, slug, viewerId),
    (query) => findArticle(query, slug, viewerId),
  );
  return ok({ article: presentArticle(article, contract) });
}
