import { Avatar } from '../profiles/avatar.tsx';
import type { Notification } from '../requests/views.ts';
import { renderSentence, Sentence } from './sentence.tsx';

interface NotificationItemProps {
  notification: Notification;
  isSending: boolean;
  markRead(): void;
}

/** One notification of the list. */
export function NotificationItem({ notification, isSending, markRead }: NotificationItemProps) {
  const { actor, createdAt, readAt } = notification;
  const isUnread = readAt === null;
  return (
    <li class={`notification${isUnread ? ' is-unread' : ''}`}>
      <Avatar image={actor.image} />
      <div>
        <p>
          {isUnread && <span class="visually-hidden">Unread: </span>}
          <Sentence notification={notification} />
        </p>
        <time class="date" dateTime={createdAt}>
          {format.format(new Date(createdAt))}
        </time>
      </div>
      {isUnread && (
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          disabled={isSending}
          aria-label={`Mark as read: ${renderSentence(notification)}`}
          onClick={markRead}
        >
          Mark as read
        </button>
      )}
    </li>
  );
}

const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeStyle: 'short' });
