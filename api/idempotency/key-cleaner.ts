import type { Database } from '../database/database.ts';
import { removeOldKeys } from './repository.ts';

const everyMs = 30_000;
const deadlineMs = 5_000;
const rowsAtOnce = 500;

/** Removes old Idempotency-Keys, a few at a time; several processes may do so at once. Gives what ends it. */
export function startKeyCleaner(database: Database): () => void {
  const clean = () =>
    database
      .session({ requestId: 'cleaning keys', deadlineMs })
      .write({ change: [removeOldKeys(rowsAtOnce)] })
      // The next step comes, whatever went wrong with this one.
      .catch(() => undefined);
  const timer = setInterval(clean, everyMs * (0.5 + Math.random()));
  return () => clearInterval(timer);
}
