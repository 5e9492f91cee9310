import { type ApiRequest, type Asked, defineRoute, ok, type Route } from '../http/route.ts';
import { presentListedArticle } from './presentation.ts';
import { type ArticlePage, listArticles, listFeed, type View } from './repository.ts';
import { type ArticleQuery, articleListView, articleQuerySchema, type PageQuery, pageSchema } from './schema.ts';

/** Many articles: all of them, filtered ones, and those of the users one follows. */
export const articleListRoutes: Route[] = [
  defineRoute<ArticlePage, ArticleQuery>({
    methods: ['get'],
    path: '/articles',
    access: 'optional',
    query: articleQuerySchema,
    find: (query, asked) => listArticles(query, asked.query, viewOf(asked)),
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
    find: (query, asked) => listFeed(query, asked.query, viewOf(asked)),
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

function viewOf({ viewerId, contract }: Asked): View {
  return { viewerId, withBody: contract.listsCarryBody };
}

function answerPage({ found, contract }: ApiRequest<ArticlePage>) {
  return ok({
    articles: found.articles.map((article) => presentListedArticle(article, contract)),
    articlesCount: found.count,
  });
}
