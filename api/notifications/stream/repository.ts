import type { Query } from '../../database/query.ts';
import { areEventsOn } from '../../events/profile.ts';
import type { Bearer } from '../../users/tokens.ts';
import { countUnread, type NotificationRow, notificationColumns, type Unread } from '../repository.ts';
import { lookBackMs, mostIds, type SeenPosition } from './position.ts';

/** A notification with its user and the time at which it was told. */
export interface ToldNotification extends NotificationRow {
  userId: number;
  toldAt: Date;
}

/** A notification's id, user and time. */
export type ToldId = Pick<ToldNotification, 'id' | 'userId' | 'toldAt'>;

/** What a stream begins with. */
export interface Opening extends Unread {
  isOn: boolean;
  floorMs: number;
  /** What was told since the floor. */
  rows: ToldNotification[];
  /** Whether that is all of it. */
  isWhole: boolean;
}

const list = (values: readonly unknown[]) => values.map(() => '?').join(', ');
const told = `n.user_id AS userId, n.told_at AS toldAt, ${notificationColumns},
  EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = n.user_id AND w.followed_id = u.id) AS following`;
const actorAndArticle = 'JOIN users u ON u.id = n.actor_id LEFT JOIN articles a ON a.id = n.article_id';

/** Reads what a stream begins with, from where its client was before, if it was. */
export async function findOpening(
  query: Query,
  { viewer, seen }: { viewer: Bearer; seen: SeenPosition | undefined },
): Promise<Opening | null> {
  const floorMs = seen?.floorMs ?? Date.now() - lookBackMs;
  const most = mostIds * 2;
  const [isOn, unread, rows] = await Promise.all([
    areEventsOn(query),
    countUnread(query, viewer),
    query.rows<ToldNotification>(
      `SELECT ${told} FROM notifications n ${actorAndArticle}
        WHERE n.user_id = ? AND n.told_at >= ? ORDER BY n.told_at DESC LIMIT ?`,
      [viewer.id, new Date(floorMs), most],
    ),
  ]);
  return unread && { ...unread, isOn, floorMs, rows, isWhole: rows.length < most };
}

/** Ids of what was told to these users in the last seconds, by the clock of the member that is asked. */
export function findTold(query: Query, users: number[], seconds: number) {
  return query.rows<ToldId>(
    `SELECT id, user_id AS userId, told_at AS toldAt FROM notifications
      WHERE user_id IN (${list(users)}) AND told_at >= NOW(6) - INTERVAL ? SECOND`,
    [...users, seconds],
  );
}

/** These notifications, oldest first. */
export function listTold(query: Query, ids: number[]): Promise<ToldNotification[]> {
  return query.rows(
    `SELECT ${told} FROM notifications n ${actorAndArticle}
      WHERE n.id IN (${list(ids)}) ORDER BY n.told_at, n.id`,
    ids,
  );
}

/** How many unread notifications each of these users has. */
export async function countUnreadOf(query: Query, users: number[]): Promise<Map<number, number>> {
  const rows = await query.rows<{ userId: number; unread: number }>(
    `SELECT user_id AS userId, COUNT(*) AS unread FROM notifications
      WHERE user_id IN (${list(users)}) AND read_at IS NULL GROUP BY user_id`,
    users,
  );
  return new Map(rows.map(({ userId, unread }) => [userId, unread]));
}

/** Since when each of these users has the present password. */
export async function findPasswordTimes(query: Query, users: number[]): Promise<Map<number, number>> {
  const rows = await query.rows<{ id: number; passwordSetMs: number }>(
    `SELECT id, password_set_ms AS passwordSetMs FROM users WHERE id IN (${list(users)})`,
    users,
  );
  return new Map(rows.map(({ id, passwordSetMs }) => [id, passwordSetMs]));
}
