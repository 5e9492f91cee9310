import type { Query } from '../database/database.ts';
import { change } from '../rows.ts';

/**
 * Marks an article as a user's favorite; nothing changes where it is one, or where the article is gone. Rows with one parent collide in
 * the group, on one member too; behind a lock on the parent they wait for each other instead.
 */
export async function favorite(query: Query, userId: number, articleId: number): Promise<void> {
  const now = new Date();
  await change(
    query,
    `INSERT INTO favorites (user_id, article_id, created_at, updated_at)
     SELECT ?, id, ?, ? FROM articles WHERE id = ? FOR UPDATE
         ON DUPLICATE KEY UPDATE article_id = favorites.article_id`,
    [userId, now, now, articleId],
  );
}

/** Takes the mark away; nothing changes where there is none. */
export async function unfavorite(query: Query, userId: number, articleId: number): Promise<void> {
  await change(
    query,
    `DELETE FROM favorites WHERE user_id = ? AND article_id = (SELECT id FROM articles WHERE id = ? FOR UPDATE)`,
    [userId, articleId],
  );
}
