import type { Query } from '../database/database.ts';
import { after, change } from '../rows.ts';
import { findArticle, type SeenArticle } from './repository.ts';

/**
 * Marks an article as a user's favorite and shows it; nothing changes where it is one, null where there is no such article. Rows with
 * one parent collide in the group, on one member too; behind a lock on the parent they wait for each other instead.
 */
export function favorite(query: Query, slug: string, userId: number): Promise<SeenArticle | null> {
  const now = new Date();
  const mark = change(
    query,
    `INSERT INTO favorites (user_id, article_id, created_at, updated_at)
     SELECT ?, id, ?, ? FROM articles WHERE slug = ? FOR UPDATE
         ON DUPLICATE KEY UPDATE article_id = favorites.article_id`,
    [userId, now, now, slug],
  );
  return after(mark, findArticle(query, slug, userId));
}

/** Takes the mark away and shows the article; nothing changes where there is none. */
export function unfavorite(query: Query, slug: string, userId: number): Promise<SeenArticle | null> {
  const unmark = change(
    query,
    'DELETE FROM favorites WHERE user_id = ? AND article_id = (SELECT id FROM articles WHERE slug = ? FOR UPDATE)',
    [userId, slug],
  );
  return after(unmark, findArticle(query, slug, userId));
}
