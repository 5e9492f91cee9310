import { z } from 'zod';
import { defineRoute, type Route } from '../http/route.ts';
import { presentNotification } from './presentation.ts';
import { countUnread, listNotifications, markRead, type NotificationPage } from './repository.ts';
import { notificationQuerySchema, notificationView, readingSchema } from './schema.ts';

const tag = 'Notifications';
const unreadCount = z.int();

/** What others did that concerns the user; the profile events adds to it. */
export const notificationRoutes: Route[] = [
  defineRoute({
    methods: ['get'],
    path: '/notifications',
    access: 'required',
    query: notificationQuerySchema,
    look: (query, { query: page, viewer }) => listNotifications(query, { viewer, ...page }),
    next: ({ notifications, hasMore }: NotificationPage, { offset }) =>
      hasMore ? offset + notifications.length : null,
    present: ({ notifications, unreadCount }: NotificationPage, contract) => ({
      notifications: notifications.map((row) => presentNotification(row, contract)),
      unreadCount,
    }),
    documentation: {
      summary: 'What others did that concerns you, newest first',
      tag,
      answer: { notifications: z.array(notificationView), unreadCount },
    },
  }),
  defineRoute({
    methods: ['post'],
    path: '/notifications/read',
    access: 'required',
    body: { wrapper: 'notifications', name: 'ReadNotifications', example: { ids: [1, 2] }, schema: readingSchema },
    change: ({ viewer, input: { ids } }) => [markRead(viewer, ids)],
    look: (query, { viewer }) => countUnread(query, viewer),
    present: ({ unreadCount }) => ({ unreadCount }),
    documentation: { summary: 'Mark notifications as read: some, or all', tag, answer: { unreadCount } },
  }),
];
