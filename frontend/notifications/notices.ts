import type { Notification } from '../requests/views.ts';
import { createStore, useStore } from '../state/store.ts';

/** What this browser was told of its user since the page was opened. */
export interface Notices {
  /** Whether the lab tells anything at all; there is a bell only then. */
  areOn: boolean;
  unreadCount: number;
  /** Newest first. */
  news: Notification[];
}

const mostNews = 100;
const none: Notices = { areOn: false, unreadCount: 0, news: [] };
const store = createStore(none);

export const useNotices = (): Notices => useStore(store);

export const forgetNotices = (): void => store.set(none);

/** Puts what a stream said in place of what was known. */
export function changeNotices(changes: Partial<Notices>): void {
  store.set({ ...store.get(), ...changes });
}

/** Adds what a stream told. */
export function addNews(told: Notification[], unreadCount: number): void {
  const news = mergeNotifications(told, store.get().news).slice(0, mostNews);
  changeNotices({ news, unreadCount });
}

/** Marks what was told as read: these, or all. */
export function markNews(unreadCount: number, ids?: number[]): void {
  changeNotices({ unreadCount, news: markAsRead(store.get().news, ids) });
}

/** Both lists in one, newest first, each notification once: as the second list has it. */
export function mergeNotifications(one: Notification[], other: Notification[]): Notification[] {
  const byId = new Map([...one, ...other].map((notification) => [notification.id, notification]));
  const time = ({ createdAt }: Notification) => Date.parse(createdAt);
  return [...byId.values()].sort((a, b) => time(b) - time(a) || b.id - a.id);
}

/** The list with these marked as read, or all. */
export const markAsRead = (list: Notification[], ids?: number[]): Notification[] =>
  list.map((notification) => {
    const isMeant = notification.readAt === null && (ids?.includes(notification.id) ?? true);
    return isMeant ? { ...notification, readAt: new Date().toISOString() } : notification;
  });
