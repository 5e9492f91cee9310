import type { CursorReading, Run } from '../../history.ts';

/** How many acknowledged comments a relay with a cursor on the id would have missed; those that a client deleted do not count. */
export function countMissed({ requests }: Pick<Run, 'requests'>, { fromId, ids }: CursorReading): number {
  const seen = new Set(ids);
  const deleted = new Set(requests.flatMap(({ wrote }) => (wrote?.type === 'comment deleted' ? [wrote.mark] : [])));
  const written = requests.flatMap(({ wrote, outcome }) =>
    wrote?.type === 'comment' && outcome === 'ok' && !deleted.has(wrote.mark) ? (wrote.commentId ?? []) : [],
  );
  return written.filter((id) => id > fromId && !seen.has(id)).length;
}

/** How many acknowledged writes were lost where each was published once, after COMMIT. */
export function countUnpublished({ requests }: Pick<Run, 'requests'>, published: number[]): number {
  const arrived = new Set(published);
  return requests.filter(({ id, wrote, outcome }) => wrote && outcome === 'ok' && !arrived.has(id)).length;
}
