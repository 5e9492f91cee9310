import type { Query } from '../database/database.ts';
import { laterThan } from '../http/dates.ts';
import { change, selectRow } from '../rows.ts';
import { findOrCreateTags, linkTags, replaceTags } from './article-tags.ts';
import { type ArticleRow, findArticleById } from './repository.ts';

/** What an author writes. */
export interface ArticleInput {
  title: string;
  description: string;
  body: string;
  tagList: string[];
}

/** What is stored for a new article. */
export interface NewArticle extends ArticleInput {
  userId: number;
  slug: string;
}

/** What may change in an article; a slug is only taken over together with a new title. */
export type ArticleChanges = { [Key in keyof ArticleInput]?: ArticleInput[Key] | undefined } & { slug?: string };

/** What the database made of a new article. */
export interface CreatedArticle {
  id: number;
  slug: string;
  createdAt: Date;
  tags: { name: string }[];
}

/** Somebody else's article has the slug. Nothing failed in the database: the transaction may go on. */
export class SlugTaken extends Error {}

/** Stores a new article with its tags, if its slug is free. */
export async function createArticle(query: Query, article: NewArticle): Promise<CreatedArticle> {
  const createdAt = new Date();
  const { userId, slug, title, description, body, tagList } = article;
  const insert = change(
    query,
    `INSERT INTO articles (user_id, slug, title, description, body, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE slug = articles.slug`,
    [userId, slug, title, description, body, createdAt, createdAt],
  );
  const [{ insertId }, tags] = await Promise.all([insert, findOrCreateTags(query, tagList)]);
  if (insertId === 0) throw new SlugTaken(slug);
  await linkTags(query, insertId, tags);
  return { id: insertId, slug, createdAt, tags };
}

interface StoredArticle {
  title: string;
  description: string;
  body: string;
  updatedAt: Date;
}

/** Changes what differs from what is stored, and gives the article as the viewer then sees it; null where it is gone. */
export async function updateArticle(
  query: Query,
  { id, viewerId }: { id: number; viewerId: number },
  changes: ArticleChanges,
): Promise<ArticleRow | null> {
  const stored = await selectRow<StoredArticle>(
    query,
    'SELECT title, description, body, updated_at AS updatedAt FROM articles WHERE id = ? FOR UPDATE',
    [id],
  );
  if (!stored) return null;
  const columns = listDifferences(stored, changes);
  const haveTagsChanged = changes.tagList !== undefined && (await replaceTags(query, id, changes.tagList));
  if (columns.length === 0 && !haveTagsChanged) return findArticleById(query, id, viewerId);
  const assignments = [...columns, ['updated_at']].map(([column]) => `${column} = ?`).join(', ');
  const values = columns.map(([, value]) => value);
  const [, article] = await Promise.all([
    change(query, `UPDATE articles SET ${assignments} WHERE id = ?`, [...values, laterThan(stored.updatedAt), id]),
    findArticleById(query, id, viewerId),
  ]);
  return article;
}

/** The columns a change really changes, with their new values. */
export function listDifferences(
  stored: Pick<StoredArticle, 'title' | 'description' | 'body'>,
  { slug, ...changes }: ArticleChanges,
): [column: string, value: string][] {
  const columns = (['title', 'description', 'body'] as const).flatMap((column): [string, string][] => {
    const text = changes[column];
    return text === undefined || text === stored[column] ? [] : [[column, text]];
  });
  const isRetitled = columns.some(([column]) => column === 'title');
  return slug !== undefined && isRetitled ? [...columns, ['slug', slug]] : columns;
}

/** Deletes an article and, before it, everything that belongs to it; false where it is gone already. */
export async function deleteArticle(query: Query, id: number): Promise<boolean> {
  // The lock keeps new comments and favorites of this member away until the article is gone.
  const locked = await selectRow(query, 'SELECT id FROM articles WHERE id = ? FOR UPDATE', [id]);
  if (!locked) return false;
  for (const table of ['comments', 'favorites', 'article_tag']) {
    await change(query, `DELETE FROM ${table} WHERE article_id = ?`, [id]);
  }
  await change(query, 'DELETE FROM articles WHERE id = ?', [id]);
  return true;
}
