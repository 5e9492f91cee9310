import type { ToldNotification } from '../../history.ts';

/** What an event is about, as its key names it. */
export const about = {
  article: (slug: string) => `article ${slug}`,
  user: (name: string) => `user ${name}`,
};

/** What a user is told, in words that are the same for the write and for the notification. */
export const notices = {
  article: (slug: string, follower: string) => `the article ${slug} to ${follower}`,
  comment: (mark: string, author: string) => `the comment ${mark} to ${author}`,
  favorite: (user: string, slug: string, author: string) => `the favorite of ${user} on ${slug} to ${author}`,
  follow: (follower: string, followed: string) => `the follow of ${follower} to ${followed}`,
};

/** The words for a notification; the mark of a comment that was deleted is known from its write. */
export function nameNotice(row: ToldNotification, marks: Map<number, string>): string {
  const { kind, user, actor, slug, commentId, mark } = row;
  if (kind === 'follow') return notices.follow(actor, user);
  if (kind === 'article') return notices.article(slug ?? '', user);
  if (kind === 'favorite') return notices.favorite(actor, slug ?? '', user);
  return notices.comment(marks.get(commentId ?? 0) ?? mark ?? `with the id ${commentId}`, user);
}
