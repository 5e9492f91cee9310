import type { ApiRequest } from '../http/route.ts';
import { claimToken, requireToken, TokenIsOld } from './fence.ts';
import type { Holding } from './lock-words.ts';
import type { Locks, Wanted } from './locks.ts';
import { findFence } from './repository.ts';

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
export async function keepEditing(
  locks: Locks,
  { session, write }: Pick<ApiRequest, 'session' | 'write'>,
  { articleId, username, tab }: Editor,
): Promise<Holding> {
  const lock = editLock(articleId);
  const { held, isNew } = await hold(locks, { name: lock, holder: username, owner: tab, ttlS });
  if (held.owner !== tab) return held;
  const { token } = held;
  // A process that died behind the grant has told the database nothing of it.
  if (!isNew && (await session.read((query) => findFence(query, lock))) === token) return held;
  try {
    const claim = isNew ? claimToken : requireToken;
    await write({ change: (query) => claim(query, { lock, token }) });
  } catch (error) {
    // Kept, it would be found again, and taken for one that the database knows.
    if (error instanceof TokenIsOld) await locks.release(held).catch(() => undefined);
    throw error;
  }
  return held;
}

/** Keeps the lock if it is the owner's, acquires it if it is free; gives whose it is then, and whether that has just begun. */
async function hold(locks: Locks, wanted: Wanted): Promise<{ held: Holding; isNew: boolean }> {
  const found = await locks.find(wanted.name);
  if (found && (found.owner !== wanted.owner || (await locks.keepAlive(found)))) return { held: found, isNew: false };
  const acquired = await locks.acquire(wanted);
  return 'granted' in acquired ? { held: acquired.granted, isNew: true } : { held: acquired.heldBy, isNew: false };
}

/** Ends the lease of a window, if it has it. */
export async function endEditing(locks: Locks, { articleId, tab }: Omit<Editor, 'username'>): Promise<void> {
  const found = await locks.find(editLock(articleId));
  if (found?.owner === tab) await locks.release(found);
}

/** Who edits an article; undefined where it is open in no editor. */
export const findEditing = (locks: Locks, articleId: number): Promise<Holding | undefined> =>
  locks.find(editLock(articleId));
