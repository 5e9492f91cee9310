import type { Page } from '../articles/selection.ts';
import type { Query, Statement } from '../database/query.ts';
import type { Resource } from '../http/api-error.ts';
import { isViewerValid, type SeenViewer, valuesOf, viewerState } from '../users/repository.ts';
import type { Bearer } from '../users/tokens.ts';

/** A webhook of a user. */
export interface WebhookRow {
  id: number;
  url: string;
  createdAt: Date;
}

/** A webhook right after it was made. */
export type NewWebhookRow = WebhookRow & SeenViewer & { secret: string };

/** All webhooks of the viewer. */
export interface WebhookList extends SeenViewer {
  webhooks: WebhookRow[];
}

/** What became of a notification that is sent to a webhook. */
export interface DeliveryRow {
  id: number;
  event: string;
  state: 'waiting' | 'delivered' | 'given up';
  attempts: number;
  lastStatus: number | null;
  lastFailure: string | null;
  nextAttemptAt: Date;
  createdAt: Date;
}

/** A page of deliveries, of a webhook of the viewer's own. */
export interface DeliveryPage extends SeenViewer {
  deliveries: DeliveryRow[];
  hasMore: boolean;
  absent: Resource | null;
}

/** Which webhook, for which viewer. */
export interface WebhookPlace {
  viewer: Bearer;
  id: number;
}

/** As many webhooks as a user may have. */
export const mostWebhooks = 5;

const slots = Array.from({ length: mostWebhooks }, (_, index) => index + 1);

/** The slot for one more webhook; undefined where the user has as many as may be. Those without a slot are older than slots. */
export function chooseSlot(taken: (number | null)[]): number | undefined {
  return taken.length < mostWebhooks ? slots.find((slot) => !taken.includes(slot)) : undefined;
}

/** What is stored of a new webhook. */
interface NewWebhook {
  url: string;
  /** Signs what is sent to it. */
  secret: string;
}

/**
 * Stores a webhook, unless the viewer's token has ended; false where there are as many as may be. Requests of one user wait for
 * each other where they come to one member, and of those that come to two the group lets one have the slot.
 */
export async function createWebhook(query: Query, viewer: Bearer, { url, secret }: NewWebhook): Promise<boolean> {
  const lock = 'SELECT id FROM users WHERE password_set_ms <= ? AND id = ? FOR UPDATE';
  if ((await query.row(lock, valuesOf(viewer))) === null) return true;
  for (let tries = 0; tries <= mostWebhooks; tries += 1) {
    const slot = await findSlot(query, viewer);
    if (slot === undefined) return false;
    // A webhook from another member may have come since the look: then the slot is chosen again.
    const { affectedRows } = await query.change(
      'INSERT IGNORE INTO webhooks (user_id, slot, url, secret, created_at) VALUES (?, ?, ?, ?, NOW(3))',
      [viewer.id, slot, url, secret],
    );
    if (affectedRows > 0) return true;
  }
  return false;
}

async function findSlot(query: Query, { id }: Bearer): Promise<number | undefined> {
  const rows = await query.rows<{ slot: number | null }>('SELECT slot FROM webhooks WHERE user_id = ?', [id]);
  return chooseSlot(rows.map(({ slot }) => slot));
}

/** The webhook that the viewer's transaction has inserted. */
export function findNewWebhook(query: Query, viewer: Bearer): Promise<NewWebhookRow | null> {
  return query.row(
    `SELECT ${viewerState}, id, url, secret, created_at AS createdAt FROM webhooks
      WHERE id = LAST_INSERT_ID() AND user_id = ?`,
    [...valuesOf(viewer), viewer.id],
  );
}

/** How many webhooks the viewer has. */
export async function countWebhooks(query: Query, { id }: Bearer): Promise<number> {
  const row = await query.row<{ found: number }>('SELECT COUNT(*) AS found FROM webhooks WHERE user_id = ?', [id]);
  return row?.found ?? 0;
}

/** The viewer's webhooks, oldest first. */
export async function listWebhooks(query: Query, viewer: Bearer): Promise<WebhookList | null> {
  const [seen, webhooks] = await Promise.all([
    query.row<SeenViewer>(`SELECT ${viewerState}`, valuesOf(viewer)),
    query.rows<WebhookRow>('SELECT id, url, created_at AS createdAt FROM webhooks WHERE user_id = ? ORDER BY id', [
      viewer.id,
    ]),
  ]);
  return seen && { ...seen, webhooks };
}

/** Whether the viewer has such a webhook; another user's counts as none. */
export async function findWebhook(query: Query, { viewer, id }: WebhookPlace) {
  const row = await query.row<SeenViewer & { absent: Resource | null }>(
    `SELECT ${viewerState}, IF(EXISTS (SELECT 1 FROM webhooks WHERE id = ? AND user_id = ?), NULL, 'webhook') AS absent`,
    [...valuesOf(viewer), id, viewer.id],
  );
  return row;
}

/** Deletes a webhook of the viewer's own; the consumers remove what was sent to it, a step at a time. */
export function deleteWebhook({ viewer, id }: WebhookPlace): Statement {
  return {
    sql: `DELETE FROM webhooks WHERE id = ? AND user_id = ? AND ${isViewerValid}`,
    values: [id, viewer.id, ...valuesOf(viewer)],
  };
}

/** One page of the deliveries to a webhook, newest first. */
export async function listDeliveries(
  query: Query,
  { viewer, id, limit, offset }: WebhookPlace & Page,
): Promise<DeliveryPage | null> {
  const [found, rows] = await Promise.all([
    findWebhook(query, { viewer, id }),
    // One row more than wanted tells whether there are any behind.
    query.rows<DeliveryRow>(
      `SELECT id, CONCAT(event_key, '/', version) AS event, state, attempts, last_status AS lastStatus,
              last_failure AS lastFailure, next_attempt_at AS nextAttemptAt, created_at AS createdAt
         FROM webhook_deliveries WHERE webhook_id = ? ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?`,
      [id, limit + 1, offset],
    ),
  ]);
  return found && { ...found, deliveries: rows.slice(0, limit), hasMore: rows.length > limit };
}
