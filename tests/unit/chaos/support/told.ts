import type { Run, ToldEvents, ToldNotification } from '../../../../chaos/history.ts';
import { article, comment, makeRun, threeMembers, write } from './histories.ts';

/** Ann wrote an article, deleted another, and comments on Ben's; Ben's article has a favorite of hers, who follows him. */
export const writes: Run = makeRun({
  users: ['ann', 'ben'],
  requests: [
    write(0, { type: 'article', mark: 'a', slug: 'a' }),
    write(0, { type: 'article', mark: 'b', slug: 'b' }, { client: 1 }),
    write(100, { type: 'follow', username: 'ben', there: true }),
    write(200, { type: 'article', mark: 'b2', slug: 'b2' }, { client: 1 }),
    write(200, { type: 'article', mark: 'gone', slug: 'gone' }, { client: 1 }),
    write(300, { type: 'description', slug: 'b', mark: 'new' }, { client: 1 }),
    write(400, { type: 'comment', slug: 'b', mark: 'one', commentId: 1 }),
    write(500, { type: 'comment', slug: 'b', mark: 'two', commentId: 2 }),
    write(600, { type: 'favorite', slug: 'b', there: true }),
    write(700, { type: 'favorite', slug: 'b', there: false }),
    write(800, { type: 'favorite', slug: 'b', there: true }),
    write(850, { type: 'comment deleted', slug: 'b', mark: 'two' }),
    write(900, { type: 'article deleted', slug: 'gone', mark: 'gone' }, { client: 1 }),
  ],
  finals: threeMembers({
    articles: [article('a'), article('b', { author: 'ben' }), article('b2', { author: 'ben' })],
    comments: [comment('one', 'b')],
  }),
});

const notification = (changes: Partial<ToldNotification>): ToldNotification => ({
  key: 'article:2',
  version: 1,
  kind: 'comment',
  user: 'ben',
  actor: 'ann',
  slug: 'b',
  commentId: null,
  mark: null,
  happenedAtMs: 1_000,
  toldAtMs: 1_000 + (changes.version ?? 1) * 10,
  ...changes,
});

const favorite = (version: number) => notification({ version, kind: 'favorite' });

/** What is there afterwards, where everything was told. */
export const told: ToldEvents = {
  drainedAfterMs: 40,
  waiting: 0,
  keys: [
    { key: 'user:1', about: 'ann', committed: 1, takenIn: 1 },
    { key: 'user:2', about: 'ben', committed: 2, takenIn: 2 },
    { key: 'article:1', about: 'a', committed: 1, takenIn: 1 },
    { key: 'article:2', about: 'b', committed: 6, takenIn: 6 },
    { key: 'article:3', about: 'b2', committed: 1, takenIn: 1 },
  ],
  laidAside: [],
  notifications: [
    notification({ key: 'user:2', version: 2, kind: 'follow', slug: null }),
    notification({ key: 'article:3', kind: 'article', user: 'ann', actor: 'ben', slug: 'b2' }),
    notification({ version: 3, commentId: 1, mark: 'one' }),
    notification({ version: 4, commentId: 2 }),
    favorite(5),
    favorite(6),
  ],
};

/** The same with other notifications. */
export const withNotifications = (change: (rows: ToldNotification[]) => ToldNotification[]): ToldEvents => ({
  ...told,
  notifications: change(told.notifications),
});

/** The same with another key in place of the one of that name. */
export const withKey = (key: string, changes: Partial<ToldEvents['keys'][number]>): ToldEvents => ({
  ...told,
  keys: told.keys.map((each) => (each.key === key ? { ...each, ...changes } : each)),
});
