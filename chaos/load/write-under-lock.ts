import type { Database } from '../../api/database/database.ts';
import type { Session } from '../../api/database/session.ts';
import { requireToken } from '../../api/locks/fence.ts';
import type { WriteProtected } from './lock-clients.ts';

/** The table of all writes under locks, in the order of their COMMITs. */
export const ledger = 'chaos_lock_ledger';
const deadlineMs = 15_000;

/** The fence and the write are one transaction; the fence's count of writes is the order of their COMMITs. */
export function createWriter(database: Database): WriteProtected {
  return async ({ lock, token, id }) => {
    const session: Session = database.session({ requestId: 'lock client', deadlineMs });
    await session.write({
      change: async (query) => {
        await requireToken(query, { lock, token });
        await query.change(
          `INSERT INTO ${ledger} (name, number, token, id) SELECT name, writes, token, ? FROM lock_fences WHERE name = ?`,
          [id, lock],
        );
      },
    });
  };
}
