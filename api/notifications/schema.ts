import { z } from 'zod';
import { pageSchema } from '../http/paging.ts';
import { profileView } from '../profiles/schema.ts';

/** Which page of the notifications is asked for. */
export const notificationQuerySchema = pageSchema(20);

/** Which notifications were read; all of them where none are named. */
export const readingSchema = z.object({
  ids: z
    .array(z.int({ error: 'integer' }).min(1, { error: 'from:1' }), { error: 'array' })
    .max(100, { error: 'items:100' })
    .optional(),
});

/** A notification as every answer shows it. */
export const notificationView = z
  .object({
    id: z.int(),
    kind: z.enum(['article', 'comment', 'favorite', 'follow']),
    actor: profileView,
    article: z.object({ slug: z.string(), title: z.string() }).nullable(),
    createdAt: z.iso.datetime({ offset: true }),
    readAt: z.iso.datetime({ offset: true }).nullable(),
  })
  .meta({ id: 'Notification' });
