import type { Contract } from '../contract/contract.ts';
import { renderDate } from '../http/dates.ts';
import { presentProfile } from '../profiles/presentation.ts';
import type { ArticleRow } from './repository.ts';

/** The answer with an article by itself, its tags in the author's order. */
export function presentArticle(row: ArticleRow, contract: Contract) {
  return { article: present(row, { body: row.body, tagList: row.tags.map(({ name }) => name) }, contract) };
}

/** An article in a list, its tags in alphabetical order. */
export function presentListedArticle(row: ArticleRow, contract: Contract) {
  const tagList = row.tags.map(({ name }) => name).sort();
  return present(row, contract.listsCarryBody ? { body: row.body, tagList } : { tagList }, contract);
}

function present(row: ArticleRow, content: { body?: string; tagList: string[] }, { utcSuffix }: Contract) {
  return {
    slug: row.slug,
    title: row.title,
    description: row.description,
    ...content,
    createdAt: renderDate(row.createdAt, utcSuffix),
    updatedAt: renderDate(row.updatedAt, utcSuffix),
    favorited: Boolean(row.favorited),
    favoritesCount: row.favoritesCount,
    author: presentProfile(row, Boolean(row.following)),
  };
}
