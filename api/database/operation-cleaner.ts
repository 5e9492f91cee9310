import { removeOldIdempotentRequestsSql, removeOldOperationsSql } from './operations.ts';
import { type Runtime, takeConnection } from './runtime.ts';

/** An id is needed for as long as its commit may be in doubt: a request's deadline and a minute. */
const keepOperationsMs = 10 * 60_000;
const keepIdempotentRequestsHours = 24;
const rowsAtOnce = 500;
const restMs = 10_000;
const busyRestMs = 200;

/** Removes old operation ids and idempotency keys, a few at a time and never in a hurry; several processes may do so at once. */
export function keepOperationsShort(runtime: Runtime): () => void {
  let timer = setTimeout(clean, restMs * Math.random());
  let stopped = false;
  async function clean(): Promise<void> {
    const removed = await removeStep(runtime).catch(() => 0);
    runtime.counters.operationsRemoved += removed;
    const delayMs = removed >= rowsAtOnce ? busyRestMs : restMs * (0.5 + Math.random());
    if (!stopped) timer = setTimeout(clean, delayMs);
  }
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** One small transaction of its own; whatever goes wrong with it, the next step comes. */
async function removeStep(runtime: Runtime): Promise<number> {
  const nowMs = Date.now();
  const purpose = { requestId: 'cleaning', deadlineAtMs: nowMs + restMs, seen: [] };
  const connection = await takeConnection(runtime, purpose, { use: 'nothing', tries: 0 });
  try {
    const results = await connection.send([
      removeOldOperationsSql(nowMs - keepOperationsMs, rowsAtOnce),
      removeOldIdempotentRequestsSql(keepIdempotentRequestsHours, rowsAtOnce),
    ]);
    return (results as { affectedRows: number }[]).reduce((sum, { affectedRows }) => sum + affectedRows, 0);
  } catch (error) {
    connection.failure = error as Error;
    throw error;
  } finally {
    runtime.pool.release(connection);
  }
}
