import { setTimeout as sleep } from 'node:timers/promises';
import type { Acquired, Grant, Locks, Wanted } from './locks.ts';

/** The lock was not to be had in the time that there was. */
export class LockIsHeld extends Error {
  override readonly name = 'LockIsHeld';
}

export interface CampaignOptions {
  /** How long to wait for the lock. */
  waitMs: number;
  signal?: AbortSignal;
  /** Told whose it is, when the wait begins. */
  onWait?(heldBy: string): void;
}

/** A watch that says nothing is given up after this, and the lock is tried again: the node may be frozen. */
const watchMs = 1_000;

/** Waits until this holder has the lock, as one of many that all want to lead. */
export async function campaign(locks: Locks, wanted: Wanted, options: CampaignOptions): Promise<Grant> {
  const { waitMs, signal, onWait } = options;
  const untilMs = performance.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    signal?.throwIfAborted();
    const acquired: Acquired = await locks.acquire(wanted);
    if ('granted' in acquired) return acquired.granted;
    if (isFirst) onWait?.(acquired.heldBy.holder);
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) throw new LockIsHeld(`${acquired.heldBy.holder} holds the lock ${wanted.name}`);
    const forMs = Math.ceil(Math.min(watchMs, leftMs));
    await locks.waitForChange(wanted.name, { sinceRevision: acquired.revision, forMs, ...(signal && { signal }) });
  }
}

/** What the work of a holder is given. */
export interface Held {
  token: number;
  /** Aborted as the lease has ended, by this process's own clock. */
  signal: AbortSignal;
  /** Whether the lease still holds, by the same. Only the token makes work safe that was begun before. */
  isValid(): boolean;
}

/** Waits for the lock, keeps it alive while the work goes on, and releases it. */
export async function withLock<T>(
  locks: Locks,
  wanted: Wanted,
  { work, ...options }: CampaignOptions & { work: (held: Held) => Promise<T> },
): Promise<T> {
  let grant = await campaign(locks, wanted, options);
  const [done, lost] = [new AbortController(), new AbortController()];
  const isValid = () => !lost.signal.aborted && performance.now() < grant.untilMs;
  const keep = async () => {
    while (!done.signal.aborted && isValid()) {
      await sleep((wanted.ttlS * 1_000) / 4, undefined, { signal: done.signal }).catch(() => undefined);
      if (done.signal.aborted) return;
      // Without an answer it is asked again while the lease lasts.
      const kept = await locks.keepAlive(grant).catch(() => grant);
      if (!kept) break;
      grant = kept;
    }
    if (!done.signal.aborted) lost.abort(new Error(`the lease of the lock ${wanted.name} has ended`));
  };
  const keeping = keep();
  try {
    return await work({ token: grant.token, signal: lost.signal, isValid });
  } finally {
    done.abort();
    await keeping;
    await locks.release(grant).catch(() => undefined);
  }
}
