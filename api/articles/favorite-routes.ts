import type { Query } from '../database/query.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { favorite, unfavorite } from './favorites.ts';
import { presentArticle } from './presentation.ts';
import { findArticle } from './repository.ts';
import { articleView } from './schema.ts';

const tag = 'Favorites';

/** What both routes have in common. */
const article = {
  path: '/articles/:slug/favorite',
  access: 'required' as const,
  names: 'article' as const,
  look: (query: Query, { params, viewerId }: Asked) => findArticle(query, params.slug ?? '', viewerId),
  present: presentArticle,
};

/** Favorites, set and taken away; both as often as one likes. */
export const favoriteRoutes: Route[] = [
  defineRoute({
    methods: ['post'],
    ...article,
    change: ({ params, viewerId }) => [favorite(params.slug ?? '', viewerId)],
    documentation: { summary: 'Mark an article as a favorite', tag, answer: { article: articleView } },
  }),
  defineRoute({
    methods: ['delete'],
    ...article,
    change: ({ params, viewerId }) => [unfavorite(params.slug ?? '', viewerId)],
    documentation: { summary: 'Take the mark away', tag, answer: { article: articleView } },
  }),
];
