import type { Statement } from '../database/query.ts';
import { isViewerValid, valuesOf } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';

/**
 * Marks an article as a user's favorite; changes nothing where it is one. It locks the article: rows with the same foreign-key
 * parent conflict at certification, and behind a lock on the parent those of one member wait for each other instead.
 */
export function favorite(slug: string, viewer: Bearer): Statement {
  const now = new Date();
  return {
    sql: `INSERT INTO favorites (user_id, article_id, created_at_ms, updated_at_ms)
     SELECT ?, id, ?, ? FROM articles WHERE slug = ? AND ${isViewerValid} FOR UPDATE
         ON DUPLICATE KEY UPDATE article_id = favorites.article_id`,
    values: [viewer.id, now, now, slug, ...valuesOf(viewer)],
  };
}

/** Takes the mark away; changes nothing where there is none. */
export function unfavorite(slug: string, viewer: Bearer): Statement {
  return {
    sql: `DELETE FROM favorites WHERE user_id = ? AND article_id = (SELECT id FROM articles WHERE slug = ? FOR UPDATE)
       AND ${isViewerValid}`,
    values: [viewer.id, slug, ...valuesOf(viewer)],
  };
}
