import { createScope, type GroupAccess, takeConnection } from '../connections/group-access.ts';
import type { ChangeResult } from '../query.ts';
import { removeOldOperationsSql } from './operations.ts';

/** An id is needed for as long as its commit may be in doubt: a request's deadline and a minute. */
const keepMs = 10 * 60_000;
const rowsAtOnce = 500;
const restMs = 10_000;
const busyRestMs = 200;

/** Removes old operation ids, a few at a time; several processes may do so at once. Gives what ends it. */
export function startOperationCleaner(access: GroupAccess): () => void {
  let timer = setTimeout(clean, restMs * Math.random());
  let stopped = false;
  async function clean(): Promise<void> {
    const removed = await removeStep(access).catch(() => 0);
    access.counters.operationsRemoved += removed;
    const delayMs = removed >= rowsAtOnce ? busyRestMs : restMs * (0.5 + Math.random());
    if (!stopped) timer = setTimeout(clean, delayMs);
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** One small transaction of its own; whatever goes wrong with it, the next step comes. */
async function removeStep(access: GroupAccess): Promise<number> {
  const nowMs = Date.now();
  const connection = await takeConnection(access, createScope('cleaning', nowMs + restMs), { kind: 'other', tries: 0 });
  try {
    const [removed] = await connection.send([removeOldOperationsSql(nowMs - keepMs, rowsAtOnce)]);
    return (removed as ChangeResult).affectedRows;
  } finally {
    access.pool.release(connection);
  }
}
