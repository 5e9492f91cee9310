import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '../../api/database/database.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { CursorReading } from '../history.ts';
import { isTold } from './read-told-events.ts';

/** The lab's relays look as often. */
const pauseMs = 25;
const deadlineMs = 5_000;
/** It goes on so long after the load: a comment that it has not seen then lies behind its cursor. */
const tailMs = 1_000;

/**
 * Follows new comments during the work as a textbook relay follows its outbox: by a cursor on the id, through HAProxy. What such a
 * relay does not see, no broker gets from it. Only in a lab with the profile events.
 */
export async function besideCursor<T extends object>(
  lab: Lab,
  work: () => Promise<T>,
): Promise<T & { cursor?: CursorReading }> {
  if (!isTold(lab)) return { ...(await work()) };
  const end = new AbortController();
  const following = followCursor(lab, end.signal);
  try {
    const done = await work();
    await sleep(tailMs);
    end.abort();
    const cursor = await following;
    return { ...done, ...(cursor && { cursor }) };
  } finally {
    end.abort();
    await following;
  }
}

async function followCursor({ target: { view } }: Lab, signal: AbortSignal): Promise<CursorReading | undefined> {
  const database = createDatabase({ ...describeDatabase(view), poolSize: 1 });
  const ask = (sql: string, values: number[]) =>
    database
      .session({ requestId: 'cursor', deadlineMs })
      .read((query) => query.rows<{ id: number }>(sql, values), { isAlone: true })
      .catch(() => []);
  const [newest] = await ask('SELECT COALESCE(MAX(id), 0) AS id FROM comments', []);
  const ids: number[] = [];
  let cursor = newest?.id ?? 0;
  while (newest && !signal.aborted) {
    const rows = await ask('SELECT id FROM comments WHERE id > ? ORDER BY id LIMIT 500', [cursor]);
    ids.push(...rows.map(({ id }) => id));
    cursor = ids.at(-1) ?? cursor;
    await sleep(pauseMs);
  }
  await database.close();
  return newest && { fromId: newest.id, ids };
}
