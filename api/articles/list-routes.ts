import { topics } from '../cache/topics.ts';
import type { Contract } from '../contract/contract.ts';
import { type Asked, defineRoute, type Route } from '../http/route.ts';
import { createKnownFeeds } from './known-feeds.ts';
import { presentListedArticle } from './presentation.ts';
import { type ArticlePage, listArticles, listFeed, type View } from './repository.ts';
import { articleListView, articleQuerySchema, feedQuerySchema } from './schema.ts';
import type { ArticleSelection, Page } from './selection.ts';

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
      shared: {
        name: ({ query, contract }) => nameOfPage(query, contract),
        topics: () => [topics.lists, topics.users],
      },
      next: nextOffset,
      present: presentPage,
      documentation: { summary: 'Articles, newest first', tag: 'Articles', answer: articleListView.shape },
    }),
    defineRoute({
      methods: ['get'],
      path: '/articles/feed',
      access: 'required',
      query: feedQuerySchema,
      look: (query, asked) => listFeed(query, asked.query, { view: viewOf(asked), feeds }),
      readsMany: true,
      next: nextOffset,
      present: presentPage,
      documentation: {
        summary: 'Articles of the users you follow, newest first',
        tag: 'Articles',
        answer: articleListView.shape,
      },
    }),
  ];
}

const longestPageName = 200;

/** The name by which a page is kept; those far back, and those of long filters, are not. */
function nameOfPage({ limit, offset, author, favorited, tag }: ArticleSelection, { listsCarryBody }: Contract) {
  const name = JSON.stringify([limit, offset, author, favorited, tag, listsCarryBody]);
  return offset <= 5 * limit && name.length <= longestPageName ? `page ${name}` : undefined;
}

function viewOf({ viewer, contract }: Asked): View {
  return { viewer, withBody: contract.listsCarryBody };
}

function nextOffset({ articles, count }: ArticlePage, { offset }: Page): number | null {
  const next = offset + articles.length;
  return articles.length > 0 && next < count ? next : null;
}

function presentPage({ articles, count }: ArticlePage, contract: Contract) {
  return { articles: articles.map((article) => presentListedArticle(article, contract)), articlesCount: count };
}
