import type { ComponentChildren } from 'preact';
import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { type ArticleFilter, fetchArticles, pageSize } from '../requests/api.ts';
import { Failure } from '../requests/failure.ts';
import type { Article, ArticleList as List } from '../requests/views.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { ArticlePreview } from './article-preview.tsx';
import { Pagination } from './pagination.tsx';

interface ArticleListProps {
  filter: ArticleFilter;
  page: number;
  pathOf(page: number): string;
  /** Stands where there are no articles. */
  empty?: ComponentChildren;
}

/** One page of a list of articles. */
export function ArticleList({ filter, page, pathOf, empty = 'No articles are here… yet.' }: ArticleListProps) {
  const { value, error, change, reload } = useLoaded(`articles ${JSON.stringify([filter, page])}`, async (signal) =>
    requireList(await fetchArticles(filter, page, { signal })),
  );
  if (error) {
    return (
      <div class="empty-feed-message">
        <LoadProblem error={error} reload={reload} />
      </div>
    );
  }
  if (!value) return <Skeleton lines={9} />;
  if (value.articles.length === 0) return <div class="empty-feed-message">{empty}</div>;
  return (
    <>
      {value.articles.map((article) => (
        <ArticlePreview
          key={article.slug}
          article={article}
          onChange={(next) => change((list) => replaceIn(list, next))}
        />
      ))}
      <Pagination current={page} last={Math.ceil(value.articlesCount / pageSize)} pathOf={pathOf} />
    </>
  );
}

/** An answer without a list is one that cannot be shown. */
function requireList(list: List | null): List {
  if (!Array.isArray(list?.articles)) throw new Failure(500, { server: ['answered what cannot be read'] });
  return list;
}

const replaceIn = (list: List, next: Article): List => ({
  ...list,
  articles: list.articles.map((article) => (article.slug === next.slug ? next : article)),
});
