import type { Statement, Value } from '../../api/database/query.ts';
import type { LabEvent } from '../../api/events/schema.ts';

/** What a notification says beside its user. */
interface Notice {
  kind: 'article' | 'comment' | 'favorite' | 'follow';
  actorId: number;
  articleId?: number;
  commentId?: number;
}

/** What comes of an event: statements that do something only in the event's turn, as inbox.ts notes it. So it happens once. */
export function listEffects(event: LabEvent): Statement[] {
  switch (event.type) {
    case 'article.published': {
      const { articleId, authorId } = event.payload;
      return tell(event, { kind: 'article', actorId: authorId, articleId }, followersOf(authorId, articleId));
    }
    case 'comment.added': {
      const { articleId, commentId, userId } = event.payload;
      return tell(event, { kind: 'comment', actorId: userId, articleId, commentId }, authorOf(articleId));
    }
    case 'article.favorited': {
      const { articleId, userId } = event.payload;
      return tell(event, { kind: 'favorite', actorId: userId, articleId }, authorOf(articleId));
    }
    case 'user.followed': {
      const { userId, followerId } = event.payload;
      return tell(event, { kind: 'follow', actorId: followerId }, { sql: 'SELECT ? AS user_id', values: [userId] });
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

// An article that has ended, as this event was laid aside and is sent once more, would be told of for ever.
const followersOf = (userId: number, articleId: number): Users => ({
  sql: 'SELECT follower_id AS user_id FROM follows WHERE followed_id = ? AND EXISTS (SELECT 1 FROM articles WHERE id = ?)',
  values: [userId, articleId],
});
const authorOf = (articleId: number): Users => ({
  sql: 'SELECT user_id FROM articles WHERE id = ?',
  values: [articleId],
});

/** Notifications, and what is sent to the webhooks of those who are told. */
const tell = (event: LabEvent, notice: Notice, users: Users): Statement[] => [
  notify(event, notice, users),
  sendToWebhooks(event, notice, users),
];

/** A notification for each of these users but the one who did it. */
function notify({ key, version, at }: LabEvent, notice: Notice, users: Users): Statement {
  const { kind, actorId, articleId = null, commentId = null } = notice;
  return {
    sql: `INSERT INTO notifications (user_id, kind, actor_id, article_id, comment_id, event_key, version, created_at)
          SELECT told.user_id, ?, ?, ?, ?, ?, ?, ? FROM (${users.sql}) told WHERE told.user_id <> ? AND @isInTurn`,
    values: [kind, actorId, articleId, commentId, key, version, new Date(at), ...users.values, actorId],
  };
}

/** As many deliveries as wait for one webhook; what comes then is noted, and not sent. */
const mostWaiting = 1_000;

function sendToWebhooks({ key, version, at }: LabEvent, notice: Notice, users: Users): Statement {
  const { kind, actorId, articleId = null } = notice;
  const failure = `not sent: ${mostWaiting} others waited`;
  return {
    sql: `INSERT INTO webhook_deliveries
                 (webhook_id, event_key, version, body, state, last_failure, next_attempt_at, created_at)
          SELECT hook.id, ?, ?, JSON_OBJECT('kind', ?, 'event', ?, 'at', ?,
                   'actor', (SELECT username FROM users WHERE id = ?),
                   'article', (SELECT JSON_OBJECT('slug', slug, 'title', title) FROM articles WHERE id = ?)),
                 IF(hook.is_full, 'given up', 'waiting'), IF(hook.is_full, ?, NULL), NOW(3), NOW(3)
            FROM (SELECT w.id, ${countWaiting} >= ${mostWaiting} AS is_full
                    FROM webhooks w JOIN (${users.sql}) told ON told.user_id = w.user_id
                   WHERE told.user_id <> ? AND @isInTurn) hook`,
    values: [key, version, kind, `${key}/${version}`, at, actorId, articleId, failure, ...users.values, actorId],
  };
}

const countWaiting = "(SELECT COUNT(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'waiting')";

function removeNotifications(articleId: number): Statement {
  return { sql: 'DELETE FROM notifications WHERE article_id = ? AND @isInTurn', values: [articleId] };
}
