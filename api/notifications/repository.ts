import type { Page } from '../articles/selection.ts';
import type { Query, Statement } from '../database/query.ts';
import { isViewerValid, type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';

/** A notification with who did what is told, and the article that it is about. */
export interface NotificationRow {
  id: number;
  kind: 'article' | 'comment' | 'favorite' | 'follow';
  createdAt: Date;
  readAt: Date | null;
  username: string;
  bio: string | null;
  image: string | null;
  following: number;
  slug: string | null;
  title: string | null;
}

/** How many of the viewer's notifications are unread, and whether the viewer exists. */
export interface Unread extends SeenViewer {
  unreadCount: number;
}

/** A page of notifications. */
export interface NotificationPage extends Unread {
  notifications: NotificationRow[];
  /** Whether there are notifications behind this page. */
  hasMore: boolean;
}

/** What a notification shows, of itself (n), of who did it (u) and of the article (a). */
export const notificationColumns =
  'n.id, n.kind, n.created_at AS createdAt, n.read_at AS readAt, u.username, u.bio, u.image, a.slug, a.title';

/** Counts the viewer's unread notifications. */
export function countUnread(query: Query, viewer: Bearer): Promise<Unread | null> {
  return query.row(
    `SELECT ${viewerState}, COUNT(*) AS unreadCount FROM notifications WHERE user_id = ? AND read_at IS NULL`,
    [...valuesOf(viewer), viewer.id],
  );
}

/** One page of the viewer's notifications, newest first. */
export async function listNotifications(
  query: Query,
  { viewer, limit, offset }: { viewer: Bearer } & Page,
): Promise<NotificationPage | null> {
  const [unread, rows] = await Promise.all([
    countUnread(query, viewer),
    // One row more than wanted tells whether there are any behind.
    query.rows<NotificationRow>(
      `SELECT ${notificationColumns},
              EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = ? AND w.followed_id = u.id) AS following
         FROM (SELECT * FROM notifications WHERE user_id = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?) n
         JOIN users u ON u.id = n.actor_id
         LEFT JOIN articles a ON a.id = n.article_id
        ORDER BY n.created_at DESC, n.id DESC`,
      [viewer.id, viewer.id, limit + 1, offset],
    ),
  ]);
  if (unread === null) return null;
  return { ...unread, notifications: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** A user's notifications that are kept, and marked as read at a time: the newest. */
export const notificationsKept = 5_000;

/** Marks notifications of the viewer's own as read: those with the ids, or all. */
export function markRead(viewer: Bearer, ids?: number[]): Statement {
  const chosen = ids === undefined ? '' : ` AND id IN (${['0', ...ids.map(() => '?')].join(', ')})`;
  return {
    sql: `UPDATE notifications SET read_at = NOW(3) WHERE user_id = ? AND read_at IS NULL AND ${isViewerValid}${chosen}
           ORDER BY id DESC LIMIT ${notificationsKept}`,
    values: [viewer.id, ...valuesOf(viewer), ...(ids ?? [])],
  };
}

/** Users who have more notifications than are kept. */
export async function findCrowdedUsers(query: Query): Promise<number[]> {
  const rows = await query.rows<{ id: number }>(
    `SELECT user_id AS id FROM notifications GROUP BY user_id HAVING COUNT(*) > ${notificationsKept} LIMIT 100`,
  );
  return rows.map(({ id }) => id);
}

/** Removes the oldest notifications of a user beyond those that are kept, a step at a time; changes nothing where there are none. */
export const removeOldest = (userId: number): Statement => ({
  sql: `DELETE FROM notifications
         WHERE user_id = ? AND created_at < (SELECT created_at FROM (
                 SELECT created_at FROM notifications WHERE user_id = ? ORDER BY created_at DESC LIMIT 1 OFFSET ${notificationsKept - 1}
               ) kept)
         ORDER BY created_at LIMIT 500`,
  values: [userId, userId],
});
