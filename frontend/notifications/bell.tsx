import { useEffect } from 'preact/hooks';
import { Icon } from '../layout/icon.tsx';
import { NavItem } from '../layout/nav-item.tsx';
import { listen } from './listen.ts';
import { useNotices } from './notices.ts';
import { renderSentence } from './sentence.tsx';

const mostShown = 99;

/** The way to the user's notifications, with how many are unread; only where there are notifications. */
export function Bell() {
  const { areOn, unreadCount, news } = useNotices();
  useEffect(listen, []);
  if (!areOn) return null;
  const newest = news.find(({ readAt }) => readAt === null);
  return (
    <NavItem href="/notifications">
      <span class="bell">
        <Icon name="ion-ios-bell" />
        {unreadCount > 0 && (
          <span class="bell-count" aria-hidden="true">
            {unreadCount > mostShown ? `${mostShown}+` : unreadCount}
          </span>
        )}
      </span>
      <span class="visually-hidden">
        Notifications{unreadCount > 0 && `, ${unreadCount} unread`}
        <span role="status">{newest && `. ${renderSentence(newest)}`}</span>
      </span>
    </NavItem>
  );
}
