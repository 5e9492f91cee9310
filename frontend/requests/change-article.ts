import { type ArticleInput, fetchArticle, fetchArticles, type SavedArticle, updateArticle } from './api.ts';
import { Failure } from './failure.ts';
import type { Sending } from './send.ts';
import type { Article } from './views.ts';

/**
 * Changes an article. If the answer to that was lost, the repetition may find what the first attempt has saved: under the old slug
 * a version that it was not based on (409), or nothing (404), as a new title gives a new slug. HAProxy, too, may have repeated it.
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
    const status = error instanceof Failure ? error.status : undefined;
    const moved = wasSilent && status === 404 ? await findMoved(article, author) : undefined;
    const saved = status === 409 ? await findSaved(slug, article) : moved;
    if (saved) return saved;
    throw error;
  }
}

async function findSaved(slug: string, article: ArticleInput): Promise<Article | undefined> {
  const stored = await fetchArticle(slug);
  return isStored(article, stored) ? stored : undefined;
}

/** Whether what is stored is what was sent. */
export function isStored({ tagList, ...texts }: ArticleInput, stored: Omit<Article, 'author'>): boolean {
  const columns = ['title', 'description', 'body'] as const;
  return (
    columns.every((column) => texts[column].trim() === stored[column]) && String(tagList) === String(stored.tagList)
  );
}

async function findMoved({ title, description }: ArticleInput, author: string): Promise<Article | undefined> {
  const { articles } = await fetchArticles({ author }, 1);
  return articles.find((article) => article.title === title.trim() && article.description === description.trim());
}
