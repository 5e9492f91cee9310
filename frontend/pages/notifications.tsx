import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { ErrorList } from '../layout/error-list.tsx';
import { LoadProblem, Skeleton } from '../layout/load-problem.tsx';
import { markAsRead, markNews, mergeNotifications, useNotices } from '../notifications/notices.ts';
import { NotificationItem } from '../notifications/notification-item.tsx';
import { fetchNotifications, markNotifications, notificationsAtOnce } from '../requests/api.ts';
import type { Notification } from '../requests/views.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { useSubmit } from '../state/use-submit.ts';

/** What others did that concerns the reader, newest first; what is told meanwhile comes on top. */
export function NotificationsPage() {
  const { news } = useNotices();
  const { value, error, change, reload } = useLoaded('notifications', (signal) => fetchNotifications(0, { signal }));
  if (error)
    return (
      <Frame>
        <LoadProblem error={error} reload={reload} />
      </Frame>
    );
  if (!value)
    return (
      <Frame>
        <Skeleton lines={8} />
      </Frame>
    );
  const shown = mergeNotifications(news, value);
  const add = (more: Notification[]) => change((list) => mergeNotifications(list, more));
  return <List shown={shown} add={add} mark={(ids) => change((list) => markAsRead(list, ids))} />;
}

const Frame = ({ children }: { children: ComponentChildren }) => (
  <div class="container page notifications-page">
    <div class="row">
      <div class="col-md-8 offset-md-2">{children}</div>
    </div>
  </div>
);

interface ListProps {
  shown: Notification[];
  add(more: Notification[]): void;
  mark(ids?: number[]): void;
}

function List({ shown, add, mark }: ListProps) {
  const { unreadCount } = useNotices();
  const sending = useSubmit();
  const hasUnread = unreadCount > 0 || shown.some(({ readAt }) => readAt === null);
  const markRead = (ids?: number[]) =>
    sending.submit(
      () => markNotifications(ids),
      (unread) => {
        markNews(unread, ids);
        mark(ids);
      },
    );
  return (
    <Frame>
      <div class="notifications-head">
        <h1>Notifications</h1>
        {hasUnread && (
          <button
            type="button"
            class="btn btn-sm btn-outline-primary"
            disabled={sending.isSending}
            onClick={() => markRead()}
          >
            Mark all as read
          </button>
        )}
      </div>
      <ErrorList submit={sending} />
      {shown.length === 0 && (
        <p class="empty-feed-message">
          Nothing yet. You are told here when others comment on your articles, like them, or follow you.
        </p>
      )}
      <ul>
        {shown.map((each) => (
          <NotificationItem
            key={each.id}
            notification={each}
            isSending={sending.isSending}
            markRead={() => markRead([each.id])}
          />
        ))}
      </ul>
      {shown.length > 0 && <Older offset={shown.length} add={add} />}
    </Frame>
  );
}

/** Loads what is further behind, as long as there is anything. */
function Older({ offset, add }: { offset: number; add(more: Notification[]): void }) {
  const [isLast, setLast] = useState(offset < notificationsAtOnce);
  const sending = useSubmit();
  if (isLast) return null;
  const load = () =>
    sending.submit(
      () => fetchNotifications(offset),
      (more) => {
        add(more);
        setLast(more.length < notificationsAtOnce);
      },
    );
  return (
    <>
      <ErrorList submit={sending} />
      <button type="button" class="btn btn-outline-secondary" disabled={sending.isSending} onClick={load}>
        Show older ones
      </button>
    </>
  );
}
