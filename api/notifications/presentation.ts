import type { Contract } from '../contract/contract.ts';
import { renderDate } from '../http/dates.ts';
import { presentProfile } from '../profiles/presentation.ts';
import type { NotificationRow } from './repository.ts';

/** Shows a notification, in a list and in a stream. */
export function presentNotification(row: NotificationRow, { utcSuffix }: Contract) {
  const { slug, title } = row;
  return {
    id: row.id,
    kind: row.kind,
    actor: presentProfile(row, Boolean(row.following)),
    article: slug === null || title === null ? null : { slug, title },
    createdAt: renderDate(row.createdAt, utcSuffix),
    readAt: row.readAt && renderDate(row.readAt, utcSuffix),
  };
}
