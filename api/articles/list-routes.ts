import type { Contract } from '../contract/contract.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { createKnownFeeds } from './known-feeds.ts';
import { presentListedArticle } from './presentation.ts';
import { type ArticlePage, listArticles, listFeed, type View } from './repository.ts';
import { articleListView, articleQuerySchema, pageSchema } from './schema.ts';

/** Many articles: all of them, filtered ones, and those of the users that the viewer follows. */
export function createArticleListRoutes(): Route[] {
  const feeds = createKnownFeeds();
  return [
    defineRoute({
      methods: ['get'],
      path: '/articles',
      access: 'optional',
      query: articleQuerySchema,
      look: (query, asked) => listArticles(query, asked.query, viewOf(asked)),
      readsMany: true,
      present: presentPage,
      documentation: { summary: 'Articles, newest first', tag: 'Articles', answer: articleListView.shape },
    }),
    defineRoute({
      methods: ['get'],
      path: '/articles/feed',
      access: 'required',
      query: pageSchema,
      look: (query, asked) => listFeed(query, asked.query, { view: viewOf(asked), feeds }),
      readsMany: true,
      present: presentPage,
      documentation: {
        summary: 'Articles of the users you follow, newest first',
        tag: 'Articles',
        answer: articleListView.shape,
      },
    }),
  ];
}

function viewOf({ viewerId, contract }: Asked): View {
  return { viewerId, withBody: contract.listsCarryBody };
}

function presentPage({ articles, count }: ArticlePage, contract: Contract) {
  return { articles: articles.map((article) => presentListedArticle(article, contract)), articlesCount: count };
}
