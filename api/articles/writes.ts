import type { Query, Statement } from '../database/query.ts';
import { isViewerValid, valuesOf } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';
import { createTags, linkNewArticle, replaceTags, tagsAreThere } from './article-tags.ts';

/** What an author writes. */
export interface ArticleInput {
  title: string;
  description: string;
  body: string;
  tagList: string[];
}

/** What is stored for a new article. */
export interface NewArticle extends ArticleInput {
  author: Bearer;
  slug: string;
}

/** What may change in an article; a slug is only taken over together with a new title. */
export type ArticleChanges = { [Key in keyof ArticleInput]?: ArticleInput[Key] | undefined } & { slug?: string };

/**
 * Stores a new article with tags that are there; nothing where another article has its slug, or where its author or one of its
 * tags is not there. LAST_INSERT_ID() is 0 then: it is made so before anything else is looked at.
 */
export function createArticle({ author, slug, title, description, body, tagList }: NewArticle): Statement[] {
  const now = new Date();
  const areThere = `${isViewerValid} AND ${tagsAreThere}`;
  const insert = {
    sql: `INSERT INTO articles (user_id, slug, title, description, body, created_at_ms, updated_at_ms)
     SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE IF(LAST_INSERT_ID(0) = 0, ${areThere}, 0)
         ON DUPLICATE KEY UPDATE slug = articles.slug`,
    values: [author.id, slug, title, description, body, now, now, ...valuesOf(author), JSON.stringify(tagList)],
  };
  return [insert, ...linkNewArticle(tagList)];
}

/**
 * Stores a new article and those of its tags that are new; fails with the key that it runs into. False where the author's token
 * does not hold any more: then the transaction must not be committed.
 */
export async function createArticleAndTags(query: Query, article: NewArticle): Promise<boolean> {
  const { author, slug, title, description, body, tagList } = article;
  const now = new Date();
  const [isValid] = await Promise.all([
    query.row(`SELECT 1 FROM DUAL WHERE ${isViewerValid}`, valuesOf(author)),
    createTags(query, tagList),
    query.change(
      `INSERT INTO articles (user_id, slug, title, description, body, created_at_ms, updated_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [author.id, slug, title, description, body, now, now],
    ),
    ...linkNewArticle(tagList).map(({ sql, values }) => query.change(sql, values)),
  ]);
  return isValid !== null;
}

/** Changes what differs from what is stored. */
export async function updateArticle(query: Query, id: number, { tagList, ...changes }: ArticleChanges): Promise<void> {
  const haveTagsChanged = tagList !== undefined && (await replaceTags(query, id, tagList));
  if (!haveTagsChanged && texts.every((column) => changes[column] === undefined)) return;
  const { sql, values } = renderUpdate(changes, haveTagsChanged);
  await query.change(`${sql} WHERE id = ?`, [...values, id]);
}

/** What may change without a look at anything else. */
export type TextChanges = Pick<ArticleChanges, 'description' | 'body'>;

/** Changes the texts of an article of the viewer's own; another user's stays as it is. */
export function updateTexts({ slug, viewer }: { slug: string; viewer: Bearer }, changes: TextChanges): Statement {
  const { sql, values } = renderUpdate(changes, false);
  return {
    sql: `${sql} WHERE slug = ? AND user_id = ? AND ${isViewerValid}`,
    values: [...values, slug, viewer.id, ...valuesOf(viewer)],
  };
}

const texts = ['title', 'description', 'body'] as const;
const isSame = (column: string) => `${column} = ? COLLATE utf8mb4_0900_bin`;
const later = 'COALESCE(GREATEST(CAST(? AS DATETIME(3)), updated_at_ms + INTERVAL 1000 MICROSECOND), NOW(3))';

/**
 * The statement that stores what is given. The time moves where something differs, and always forward: a change within the same
 * millisecond shows, too. The slug moves with the title. MySQL assigns from left to right, so what compares comes first.
 */
function renderUpdate({ slug, ...changes }: Omit<ArticleChanges, 'tagList'>, haveTagsChanged: boolean) {
  const columns = texts.filter((column) => changes[column] !== undefined);
  const values = columns.map((column) => changes[column] as string);
  const moves = slug !== undefined && changes.title !== undefined ? [changes.title, slug] : [];
  const assignments = [
    haveTagsChanged
      ? `updated_at_ms = ${later}`
      : `updated_at_ms = IF(${columns.map(isSame).join(' AND ')}, updated_at_ms, ${later})`,
    ...(moves.length > 0 ? [`slug = IF(${isSame('title')}, slug, ?)`] : []),
    ...columns.map((column) => `${column} = ?`),
  ];
  return {
    sql: `UPDATE articles SET ${assignments.join(', ')}`,
    values: [...(haveTagsChanged ? [] : values), new Date(), ...moves, ...values],
  };
}

/** Deletes an author's article; a trigger deletes its comments, favorites and tag links. */
export function deleteArticle(slug: string, author: Bearer): Statement {
  return {
    sql: `DELETE FROM articles WHERE slug = ? AND user_id = ? AND ${isViewerValid}`,
    values: [slug, author.id, ...valuesOf(author)],
  };
}
