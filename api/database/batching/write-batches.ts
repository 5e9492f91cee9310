import { setTimeout as sleep } from 'node:timers/promises';
import { merge } from '../causality/position.ts';
import { createScope, type RequestScope } from '../connections/group-access.ts';
import type { DatabaseCounters } from '../connections/metrics.ts';
import type { Written } from '../session.ts';
import type { Attempt } from '../transactions/attempt.ts';
import type { PendingWrite, TryTogether, TryWrite } from '../transactions/try-write.ts';

interface QueuedWrite {
  write: PendingWrite;
  resolve(attempt: Attempt<Written<unknown>>): void;
}

/** More in one transaction would hold each other's locks for longer than they save. */
const maxBatchSize = 16;
/** A batch has the earliest deadline of its writes, so a write with less time left goes alone. */
const timeNeededMs = 5_000;
/** After this time the next batch is sent regardless of the one before it. */
const patienceMs = 50;

/**
 * Writes that arrive together, or while a batch is under way, are one transaction: the group agrees on one instead of many,
 * and writes of the same rows do not conflict with each other.
 */
export class WriteBatches {
  readonly #tryTogether: TryTogether;
  readonly #counters: DatabaseCounters['writeBatches'];
  readonly #waitAtMost: () => Promise<unknown>;
  readonly #queue: QueuedWrite[] = [];
  /** Writes of a batch that failed: one of them may have caused it, so each is retried in its own transaction. */
  readonly #retryAlone = new WeakSet<PendingWrite>();
  #isSending = false;

  constructor(
    tryTogether: TryTogether,
    counters: DatabaseCounters['writeBatches'],
    waitAtMost: () => Promise<unknown> = () => sleep(patienceMs),
  ) {
    this.#tryTogether = tryTogether;
    this.#counters = counters;
    this.#waitAtMost = waitAtMost;
  }

  /** Tries a write once, in a batch where it may be. */
  readonly tryWrite: TryWrite = async <T>(write: PendingWrite<T>) => {
    const attempt = this.#mayBatch(write)
      ? await this.#join(write)
      : (await this.#tryTogether([write], write.scope))[0];
    return attempt as Attempt<Written<T>>;
  };

  /** Writes that wait for their batch to be sent. */
  get waiting(): number {
    return this.#queue.length;
  }

  #mayBatch(write: PendingWrite): boolean {
    if (typeof write.change === 'function' || this.#retryAlone.has(write)) return false;
    return write.scope.deadlineAtMs - Date.now() >= timeNeededMs;
  }

  #join(write: PendingWrite): Promise<Attempt<Written<unknown>>> {
    return new Promise((resolve) => {
      this.#queue.push({ write, resolve });
      // All requests that came with the same look at the network join before the first batch is sent.
      if (this.#queue.length === 1) setImmediate(() => this.#sendAll());
    });
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#queue.length > 0) {
      await Promise.race([this.#send(this.#queue.splice(0, maxBatchSize)), this.#waitAtMost()]);
    }
    this.#isSending = false;
  }

  async #send(batch: QueuedWrite[]): Promise<void> {
    const attempts = await this.#try(batch.map(({ write }) => write));
    for (const [place, { resolve }] of batch.entries()) resolve(attempts[place] as Attempt<Written<unknown>>);
  }

  async #try(writes: PendingWrite[]): Promise<Attempt<Written<unknown>>[]> {
    try {
      const attempts = await this.#tryTogether(writes, joinScopes(writes));
      this.#counters.writes += writes.length;
      this.#counters.batches += 1;
      return writes.length === 1 ? attempts : attempts.map((attempt, place) => this.#excuse(attempt, writes[place]));
    } catch (error) {
      // No connection was to be had before the earliest deadline.
      for (const write of writes) this.#retryAlone.add(write);
      return writes.map(() => ({ outcome: 'safe', failure: error as Error }));
    }
  }

  /** Nothing is there of a transaction that failed, and the operation's id lets it be run again. */
  #excuse<T>(attempt: Attempt<T>, write: PendingWrite | undefined): Attempt<T> {
    if (!write || (attempt.outcome !== 'final' && attempt.outcome !== 'schema')) return attempt;
    this.#retryAlone.add(write);
    return { outcome: 'safe', failure: attempt.failure };
  }
}

/** Waits no longer than the earliest deadline, and sees what any of the requests has seen. */
function joinScopes(writes: PendingWrite[]): RequestScope {
  const scopes = writes.map(({ scope }) => scope);
  const deadlineAtMs = Math.min(...scopes.map((scope) => scope.deadlineAtMs));
  const tries = Math.min(...scopes.map((scope) => scope.tries));
  return { ...createScope('together', deadlineAtMs, scopes.map(({ marks }) => marks.seen).reduce(merge)), tries };
}
