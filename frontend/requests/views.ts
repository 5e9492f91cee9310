import type { z } from 'zod';
import type { articleListView, articleView } from '../../api/articles/schema.ts';
import type { commentView } from '../../api/comments/schema.ts';
import type { editingView } from '../../api/locks/schema.ts';
import type { notificationView } from '../../api/notifications/schema.ts';
import type { profileView } from '../../api/profiles/schema.ts';
import type { userView } from '../../api/users/schema.ts';

// What the API answers: its own schemas say it.
export type User = z.infer<typeof userView>;
export type Profile = z.infer<typeof profileView>;
export type Article = z.infer<typeof articleView>;
export type ArticleList = z.infer<typeof articleListView>;
export type Editing = z.infer<typeof editingView>;
export type Comment = z.infer<typeof commentView>;
export type Notification = z.infer<typeof notificationView>;
