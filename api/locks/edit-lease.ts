import type { Session } from '../database/session.ts';
import { requireToken } from './fence.ts';
import type { Holding } from './lock-words.ts';
import type { Locks } from './locks.ts';

/** An editor that says nothing for so long edits no more. */
const ttlS = 15;

/** The lock of an article's editor; the article's slug may change meanwhile. */
export const editLock = (articleId: number) => `article/${articleId}`;

export interface Editor {
  articleId: number;
  username: string;
  /** The window's own name: one user may have several. */
  tab: string;
}

/**
 * Says that a window edits an article, or still does; tells whose lease it is then. A lease counts once the database knows its token:
 * from then on a window that had the lease before saves nothing any more, and what it had saved can be read.
 */
export async function keepEditing(locks: Locks, session: Session, { articleId, username, tab }: Editor) {
  const name = editLock(articleId);
  const found = await locks.find(name);
  if (found && found.owner !== tab) return found;
  if (found && (await locks.keepAlive(found))) return found;
  const acquired = await locks.acquire({ name, holder: username, owner: tab, ttlS });
  if ('heldBy' in acquired) return acquired.heldBy;
  const { granted } = acquired;
  try {
    await session.write({ change: (query) => requireToken(query, { lock: name, token: granted.token }) });
  } catch (error) {
    await locks.release(granted).catch(() => undefined);
    throw error;
  }
  return granted;
}

/** Ends the lease of a window, if it has it. */
export async function endEditing(locks: Locks, { articleId, tab }: Omit<Editor, 'username'>): Promise<void> {
  const found = await locks.find(editLock(articleId));
  if (found?.owner === tab) await locks.release(found);
}

/** Who edits an article; undefined where it is open in no editor. */
export const findEditing = (locks: Locks, articleId: number): Promise<Holding | undefined> =>
  locks.find(editLock(articleId));
