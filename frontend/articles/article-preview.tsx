import type { Article } from '../requests/views.ts';
import { articlePath, Link } from '../routing/link.tsx';
import { ArticleMeta } from './article-meta.tsx';
import { FavoriteButton } from './favorite-button.tsx';
import { TagList } from './tag-list.tsx';

/** An article in a list. */
export function ArticlePreview({ article, onChange }: { article: Article; onChange(article: Article): void }) {
  return (
    <div class="article-preview">
      <ArticleMeta article={article}>
        <FavoriteButton article={article} isBrief onChange={onChange} />
      </ArticleMeta>
      <Link href={articlePath(article.slug)} class="preview-link">
        <h1>{article.title}</h1>
        <p>{article.description}</p>
        <span>Read more…</span>
        <TagList tags={article.tagList} />
      </Link>
    </div>
  );
}
