import type { Query } from '../database/database.ts';
import { after, change } from '../rows.ts';
import { linkNewArticle, replaceTags, tagsAreThere } from './article-tags.ts';
import {
  type ArticleRow,
  findArticle,
  findArticleById,
  findNewArticle,
  lockArticle,
  type SeenArticle,
} from './repository.ts';

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

/** What became of a new article; nothing changed where another one has its slug, or where its author or one of its tags is not there. */
export type CreatedArticle = SeenArticle | 'slug taken' | 'not all there' | 'gone';

/**
 * Stores a new article with tags that are there, and shows it. What follows the first statement finds the article by LAST_INSERT_ID(),
 * which is 0 where none was inserted: it is made so before anything else is looked at.
 */
export async function createArticle(query: Query, article: NewArticle): Promise<CreatedArticle> {
  const { userId, slug, title, description, body, tagList } = article;
  const now = new Date();
  const areThere = `EXISTS (SELECT 1 FROM users WHERE id = ?) AND ${tagsAreThere}`;
  const insert = change(
    query,
    `INSERT INTO articles (user_id, slug, title, description, body, created_at, updated_at)
     SELECT ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE IF(LAST_INSERT_ID(0) = 0, ${areThere}, 0)
         ON DUPLICATE KEY UPDATE slug = articles.slug`,
    [userId, slug, title, description, body, now, now, userId, JSON.stringify(tagList)],
  );
  const links = linkNewArticle(query, tagList);
  const [{ affectedRows, insertId }, seen] = await Promise.all([insert, findNewArticle(query, userId), links]);
  if (affectedRows === 0) return 'not all there';
  return insertId > 0 && seen ? seen : 'slug taken';
}

/** What became of a new article whose answer was lost, by the id it got. */
export async function recallArticle(query: Query, id: number, authorId: number): Promise<CreatedArticle> {
  // What kept it away shows when it is written again.
  if (id === 0) return 'not all there';
  return (await findArticleById(query, id, authorId)) ?? 'gone';
}

/** Changes what differs from what is stored, and gives the article as the viewer then sees it; null where it is gone. */
export async function updateArticle(
  query: Query,
  { id, viewerId }: { id: number; viewerId: number },
  { tagList, ...changes }: ArticleChanges,
): Promise<ArticleRow | null> {
  const haveTagsChanged = tagList !== undefined && (await replaceTags(query, id, tagList));
  if (!haveTagsChanged && texts.every((column) => changes[column] === undefined)) {
    return findArticleById(query, id, viewerId);
  }
  const { sql, values } = renderUpdate(changes, haveTagsChanged);
  return after(change(query, `${sql} WHERE id = ?`, [...values, id]), findArticleById(query, id, viewerId));
}

/** What may change without a look at anything else. */
export type TextChanges = Pick<ArticleChanges, 'description' | 'body'>;

/** Changes the texts of an article of the viewer's own, and shows it; somebody else's stays as it is, null where there is none. */
export function updateTexts(
  query: Query,
  { slug, viewerId }: { slug: string; viewerId: number },
  changes: TextChanges,
): Promise<SeenArticle | null> {
  const { sql, values } = renderUpdate(changes, false);
  const update = change(query, `${sql} WHERE slug = ? AND user_id = ?`, [...values, slug, viewerId]);
  return after(update, findArticle(query, slug, viewerId));
}

const texts = ['title', 'description', 'body'] as const;
const isSame = (column: string) => `${column} = ? COLLATE utf8mb4_0900_bin`;
const later = 'COALESCE(GREATEST(CAST(? AS DATETIME(3)), updated_at + INTERVAL 1000 MICROSECOND), NOW(3))';

/**
 * The statement that stores what is given. The time moves where something differs, and always forward: a change within the same
 * millisecond shows, too. The slug moves with the title. MySQL assigns from left to right, so whatever compares comes first.
 */
function renderUpdate({ slug, ...changes }: Omit<ArticleChanges, 'tagList'>, haveTagsChanged: boolean) {
  const columns = texts.filter((column) => changes[column] !== undefined);
  const values = columns.map((column) => changes[column] as string);
  const moves = slug !== undefined && changes.title !== undefined ? [changes.title, slug] : [];
  const assignments = [
    haveTagsChanged
      ? `updated_at = ${later}`
      : `updated_at = IF(${columns.map(isSame).join(' AND ')}, updated_at, ${later})`,
    ...(moves.length > 0 ? [`slug = IF(${isSame('title')}, slug, ?)`] : []),
    ...columns.map((column) => `${column} = ?`),
  ];
  return {
    sql: `UPDATE articles SET ${assignments.join(', ')}`,
    values: [...(haveTagsChanged ? [] : values), new Date(), ...moves, ...values],
  };
}

/** Deletes an article and, before it, everything that belongs to it; false where it is gone already. */
export async function deleteArticle(query: Query, id: number): Promise<boolean> {
  // The lock keeps new comments and favorites of this member away until the article is gone.
  if (!(await lockArticle(query, id))) return false;
  for (const table of ['comments', 'favorites', 'article_tag']) {
    await change(query, `DELETE FROM ${table} WHERE article_id = ?`, [id]);
  }
  await change(query, 'DELETE FROM articles WHERE id = ?', [id]);
  return true;
}
