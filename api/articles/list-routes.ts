import type { Query } from '../database/database.ts';
import { type ApiRequest, type Asked, defineRoute, ok, type Route } from '../http/route.ts';
import { presentListedArticle } from './presentation.ts';
import { type ArticlePage, listArticles } from './repository.ts';
import { type ArticleQuery, articleListView, articleQuerySchema, type PageQuery, pageSchema } from './schema.ts';
import type { ArticleSelection } from './selection.ts';

/** Many articles: all of them, filtered ones, and those of the users one follows. */
export const articleListRoutes: Route[] = [
  defineRoute<ArticlePage, ArticleQuery>({
    methods: ['get'],
    path: '/articles',
    access: 'optional',
    query: articleQuerySchema,
    find: (query, asked) => find(query, asked.query, asked),
    findsViewer: true,
    isLong: true,
    handle: answerPage,
    documentation: { summary: 'Articles, newest first', tag: 'Articles', answer: articleListView.shape },
  }),
  defineRoute<ArticlePage, PageQuery>({
    methods: ['get'],
    path: '/articles/feed',
    access: 'required',
    query: pageSchema,
    find: (query, asked) => find(query, { ...asked.query, followerId: asked.viewerId }, asked),
    findsViewer: true,
    isLong: true,
    handle: answerPage,
    documentation: {
      summary: 'Articles of the users you follow, newest first',
      tag: 'Articles',
      answer: articleListView.shape,
    },
  }),
];

function find(query: Query, selection: ArticleSelection, { viewerId, contract }: Asked) {
  return listArticles(query, selection, { viewerId, withBody: contract.listsCarryBody });
}

function answerPage({ found, contract }: ApiRequest<ArticlePage>) {
  return ok({
    articles: found.articles.map((article) => presentListedArticle(article, contract)),
    articlesCount: found.count,
  });
}
