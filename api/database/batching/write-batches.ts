import { setTimeout as sleep } from 'node:timers/promises';
import { merge } from '../causality/position.ts';
import { createScope, type RequestScope } from '../connections/group-access.ts';
import type { DatabaseCounters } from '../connections/reporting.ts';
import type { Written } from '../session.ts';
import type { Attempt } from '../transactions/attempt.ts';
import type { PendingWrite, TryTogether } from '../transactions/try-write.ts';

interface QueuedWrite {
  write: PendingWrite;
  resolve(attempt: Attempt<unknown>): void;
}

/** More in one transaction would hold each other's locks for longer than they save. */
const defaultBatchSize = 16;
/** A batch has the earliest deadline of its writes, so a write with less time left goes alone. */
const timeNeededMs = 5_000;
/** After this time the next batch is sent regardless of the one before it. */
const patienceMs = 50;

interface WriteBatchOptions {
  /** Writes of one transaction at most. */
  maxBatchSize?: number | undefined;
  waitAtMost?(): Promise<unknown>;
}

/**
 * Writes that arrive together, or while a batch is under way, are one transaction: the group agrees on one instead of many,
 * and writes of the same rows do not conflict with each other.
 */
export function createWriteBatches(
  tryTogether: TryTogether,
  counters: DatabaseCounters['writeBatches'],
  { maxBatchSize = defaultBatchSize, waitAtMost = () => sleep(patienceMs) }: WriteBatchOptions = {},
) {
  const queue: QueuedWrite[] = [];
  /** Writes of a batch that failed: one of them may have caused it, so each is retried in its own transaction. */
  const retryAlone = new WeakSet<PendingWrite>();
  let isSending = false;

  /** Tries a write once, in a batch where it may be. */
  async function tryWrite<T>(write: PendingWrite<T>): Promise<Attempt<Written<T>>> {
    const isInTime = write.scope.deadlineAtMs - Date.now() >= timeNeededMs;
    const mayJoin = isInTime && typeof write.change !== 'function' && !retryAlone.has(write);
    const attempt = mayJoin ? await join(write) : (await tryTogether([write], write.scope))[0];
    return attempt as Attempt<Written<T>>;
  }

  function join(write: PendingWrite): Promise<Attempt<unknown>> {
    return new Promise((resolve) => {
      queue.push({ write, resolve });
      // All requests that came with the same look at the network join before the first batch is sent.
      if (queue.length === 1) setImmediate(sendAll);
    });
  }

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    while (queue.length > 0) await Promise.race([send(queue.splice(0, maxBatchSize)), waitAtMost()]);
    isSending = false;
  }

  async function send(batch: QueuedWrite[]): Promise<void> {
    counters.writes += batch.length;
    counters.batches += 1;
    const attempts = await tryAll(batch.map(({ write }) => write));
    for (const [place, { resolve }] of batch.entries()) resolve(attempts[place] as Attempt<unknown>);
  }

  /** Nothing is there of a transaction that failed, and the operation's id lets it be run again. */
  async function tryAll(writes: PendingWrite[]): Promise<Attempt<unknown>[]> {
    const attempts = await tryTogether(writes, joinScopes(writes)).catch((failure: Error) =>
      writes.map((): Attempt<unknown> => ({ outcome: 'final', failure })),
    );
    if (writes.length === 1) return attempts;
    return attempts.map((attempt, place) => {
      if (attempt.outcome !== 'final' && attempt.outcome !== 'schema') return attempt;
      retryAlone.add(writes[place] as PendingWrite);
      return { outcome: 'safe', failure: attempt.failure };
    });
  }

  return { tryWrite, countWaiting: () => queue.length };
}

/** Waits no longer than the earliest deadline, and sees what any of the requests has seen. */
function joinScopes(writes: PendingWrite[]): RequestScope {
  const scopes = writes.map(({ scope }) => scope);
  const deadlineAtMs = Math.min(...scopes.map((scope) => scope.deadlineAtMs));
  const tries = Math.min(...scopes.map((scope) => scope.tries));
  return { ...createScope('together', deadlineAtMs, scopes.map(({ marks }) => marks.seen).reduce(merge)), tries };
}
