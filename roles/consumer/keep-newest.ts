import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../api/database/database.ts';
import { findCrowdedUsers, removeOldest } from '../../api/notifications/repository.ts';
import type { WorkerTools } from '../rabbitmq/event-worker.ts';

const everyMs = 60_000;
const deadlineMs = 10_000;

/** Removes the oldest notifications of users who have too many, each minute until the signal. */
export async function keepNewest({ name, database, signal }: WorkerTools): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await removeCrowd(database, { requestId: name, signal }).catch((error: Error) =>
      console.error(`${new Date().toISOString()} notifications are not removed: ${error.message}`),
    );
  }
}

/** Does so once, in steps that other writes need not wait for. */
export async function removeCrowd(
  database: Database,
  { requestId, signal }: { requestId: string; signal: AbortSignal },
): Promise<void> {
  const open = () => database.session({ requestId, deadlineMs });
  for (const user of await open().read(findCrowdedUsers, { isAlone: true })) {
    let isCrowded = true;
    while (isCrowded && !signal.aborted) {
      isCrowded = (await open().write({ change: [removeOldest(user)] })).hasChanged;
    }
  }
}
