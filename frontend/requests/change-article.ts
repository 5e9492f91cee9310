import { type ArticleInput, fetchArticles, type SavedArticle, updateArticle } from './api.ts';
import { Failure } from './failure.ts';
import type { Sending } from './send.ts';
import type { Article } from './views.ts';

/**
 * Changes an article. A new title gives it a new slug: if the answer to that was lost, the repetition finds nothing under
 * the old slug, and the changed article has to be found under its new one.
 */
export async function changeArticle(
  slug: string,
  article: SavedArticle,
  { author, onSilence, ...options }: Omit<Sending, 'body'> & { author: string },
): Promise<Article> {
  let wasSilent = false;
  const notice = (sinceMs: number) => {
    wasSilent = true;
    onSilence?.(sinceMs);
  };
  try {
    return await updateArticle(slug, article, { ...options, onSilence: notice });
  } catch (error) {
    const mayHaveMoved = wasSilent && error instanceof Failure && error.status === 404;
    const moved = mayHaveMoved ? await findMoved(article, author) : undefined;
    if (moved) return moved;
    throw error;
  }
}

async function findMoved({ title, description }: ArticleInput, author: string): Promise<Article | undefined> {
  const { articles } = await fetchArticles({ author }, 1);
  return articles.find((article) => article.title === title.trim() && article.description === description.trim());
}
