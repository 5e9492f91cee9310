import { ArticleActions } from '../articles/article-actions.tsx';
import { EditingNote } from '../articles/editing-note.tsx';
import { TagList } from '../articles/tag-list.tsx';
import { CommentSection } from '../comments/comment-section.tsx';
import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { useTitle } from '../layout/use-title.ts';
import { loadRender, Markdown } from '../markdown/markdown.tsx';
import { fetchArticle } from '../requests/api.ts';
import type { Article } from '../requests/views.ts';
import { useLoaded } from '../state/use-loaded.ts';

/** An article with its comments. */
export function ArticlePage({ slug }: { slug: string }) {
  const { value, error, change, reload } = useLoaded(`article ${slug}`, (signal) => {
    // Beside the article, so that it is there when the article is.
    void loadRender().catch(() => undefined);
    return fetchArticle(slug, { signal });
  });
  useTitle(value?.title);
  return (
    <div class="article-page">
      {error ? (
        <div class="container page">
          <LoadProblem error={error} reload={reload} />
        </div>
      ) : value ? (
        <LoadedArticle article={value} onChange={(next) => change((now) => ({ ...now, ...next }))} />
      ) : (
        <div class="container page">
          <Skeleton lines={9} />
        </div>
      )}
    </div>
  );
}

function LoadedArticle({ article, onChange }: { article: Article; onChange(article: Article): void }) {
  const { slug, title, body = '', tagList } = article;
  const actions = <ArticleActions article={article} onChange={onChange} />;
  return (
    <>
      <div class="banner">
        <div class="container">
          <h1>{title}</h1>
          {actions}
        </div>
      </div>
      <div class="container page">
        <div class="row article-content">
          <div class="col-md-12">
            <EditingNote slug={slug} />
            <Markdown text={body} />
            <TagList tags={tagList} />
          </div>
        </div>
        <hr />
        <div class="article-actions">{actions}</div>
        <div class="row">
          <div class="col-xs-12 col-md-8 offset-md-2">
            <CommentSection slug={slug} />
          </div>
        </div>
      </div>
    </>
  );
}
