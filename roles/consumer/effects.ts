import type { Statement, Value } from '../../api/database/query.ts';
import type { LabEvent } from '../../api/events/schema.ts';

/** What a notification says beside its user. */
interface Notice {
  kind: 'article' | 'comment' | 'favorite' | 'follow';
  actorId: number;
  articleId?: number;
  commentId?: number;
}

/**
 * What comes of an event: at most one statement, which does something only where the one before it changed a row. So it happens
 * in the event's turn, and once.
 */
export function listEffects(event: LabEvent): Statement[] {
  switch (event.type) {
    case 'article.published': {
      const { articleId, authorId } = event.payload;
      return [notify(event, { kind: 'article', actorId: authorId, articleId }, followersOf(authorId))];
    }
    case 'comment.added': {
      const { articleId, commentId, userId } = event.payload;
      return [notify(event, { kind: 'comment', actorId: userId, articleId, commentId }, authorOf(articleId))];
    }
    case 'article.favorited': {
      const { articleId, userId } = event.payload;
      return [notify(event, { kind: 'favorite', actorId: userId, articleId }, authorOf(articleId))];
    }
    case 'user.followed': {
      const { userId, followerId } = event.payload;
      return [notify(event, { kind: 'follow', actorId: followerId }, { sql: 'SELECT ? AS user_id', values: [userId] })];
    }
    case 'article.deleted':
      return [removeNotifications(event.payload.articleId)];
    // Told to others, and of no effect here.
    case 'article.changed':
    case 'user.registered':
      return [];
  }
}

interface Users {
  sql: string;
  values: Value[];
}

const followersOf = (userId: number): Users => ({
  sql: 'SELECT follower_id AS user_id FROM follows WHERE followed_id = ?',
  values: [userId],
});
const authorOf = (articleId: number): Users => ({
  sql: 'SELECT user_id FROM articles WHERE id = ?',
  values: [articleId],
});

/** A notification for each of these users but the one who did it. */
function notify({ key, version, at }: LabEvent, notice: Notice, users: Users): Statement {
  const { kind, actorId, articleId = null, commentId = null } = notice;
  return {
    sql: `INSERT INTO notifications (user_id, kind, actor_id, article_id, comment_id, event_key, version, created_at)
          SELECT told.user_id, ?, ?, ?, ?, ?, ?, ? FROM (${users.sql}) told WHERE told.user_id <> ? AND ROW_COUNT() > 0`,
    values: [kind, actorId, articleId, commentId, key, version, new Date(at), ...users.values, actorId],
  };
}

function removeNotifications(articleId: number): Statement {
  return { sql: 'DELETE FROM notifications WHERE article_id = ? AND ROW_COUNT() > 0', values: [articleId] };
}
