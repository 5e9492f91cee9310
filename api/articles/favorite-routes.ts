import { touchArticle } from '../cache/topics.ts';
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
  touches: ({ params }: Asked) => touchArticle(params.slug),
  look: (query: Query, { params, viewer }: Asked) => findArticle(query, params.slug ?? '', viewer),
  present: presentArticle,
};

/** Favorites, set and taken away; both as often as one likes. */
export const favoriteRoutes: Route[] = [
  defineRoute({
    methods: ['post'],
    ...article,
    change: ({ params, viewer }) => [favorite(params.slug ?? '', viewer)],
    documentation: { summary: 'Mark an article as a favorite', tag, answer: { article: articleView } },
  }),
  defineRoute({
    methods: ['delete'],
    ...article,
    change: ({ params, viewer }) => [unfavorite(params.slug ?? '', viewer)],
    documentation: { summary: 'Take the mark away', tag, answer: { article: articleView } },
  }),
];
