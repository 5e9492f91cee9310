import { merge } from '../causality/position.ts';
import { createScope, type RequestScope } from '../connections/group-access.ts';
import type { DatabaseCounters } from '../connections/metrics.ts';
import type { Written } from '../session.ts';
import { type Attempt, isOfStatements } from '../transactions/attempt.ts';
import type { PendingWrite, TryTogether, TryWrite } from '../transactions/try-write.ts';

interface QueuedWrite {
  write: PendingWrite;
  resolve(attempt: Attempt<Written<unknown>>): void;
  sinceMs: number;
}

/** More in one transaction would hold each other's locks for longer than they save. */
const maxBatchSize = 16;
/** Short writes do not wait for long texts, nor do long ones add up to more than a packet may be. */
const maxBatchLength = 1_000_000;
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
  readonly #queue: QueuedWrite[] = [];
  /** Writes of a batch that failed: one of them may have caused it, so each is retried in its own transaction. */
  readonly #retryAlone = new WeakSet<PendingWrite>();
  /** The batch that the next one waits for; null when none does. */
  #latest: QueuedWrite[] | null = null;

  constructor(tryTogether: TryTogether, counters: DatabaseCounters['writeBatches']) {
    this.#tryTogether = tryTogether;
    this.#counters = counters;
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

  /** Sends what has waited for too long behind another batch. */
  tick(nowMs: number): void {
    while (this.#queue[0] && nowMs - this.#queue[0].sinceMs >= patienceMs) this.#send();
  }

  #mayBatch(write: PendingWrite): boolean {
    if (!isOfStatements(write) || this.#retryAlone.has(write)) return false;
    return write.scope.deadlineAtMs - Date.now() >= timeNeededMs;
  }

  #join(write: PendingWrite): Promise<Attempt<Written<unknown>>> {
    return new Promise((resolve) => {
      this.#queue.push({ write, resolve, sinceMs: Date.now() });
      // All requests that came with the same look at the network join before the first batch is sent.
      if (this.#queue.length === 1) setImmediate(() => this.#sendNext());
    });
  }

  #sendNext(): void {
    if (this.#queue.length > 0 && this.#latest === null) this.#send();
  }

  async #send(): Promise<void> {
    const batch = this.#queue.splice(0, countFitting(this.#queue));
    this.#latest = batch;
    const attempts = await this.#try(batch.map(({ write }) => write));
    if (this.#latest === batch) this.#latest = null;
    for (const [place, { resolve }] of batch.entries()) resolve(attempts[place] as Attempt<Written<unknown>>);
    this.#sendNext();
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

function countFitting(queue: QueuedWrite[]): number {
  let length = 0;
  const end = queue.slice(0, maxBatchSize).findIndex(({ write }, place) => {
    length += isOfStatements(write) ? write.change.join().length : 0;
    return place > 0 && length > maxBatchLength;
  });
  return end === -1 ? maxBatchSize : end;
}

/** Waits no longer than the earliest deadline, and sees what any of the requests has seen. */
function joinScopes(writes: PendingWrite[]): RequestScope {
  const deadlineAtMs = Math.min(...writes.map(({ scope }) => scope.deadlineAtMs));
  return createScope('together', deadlineAtMs, writes.map(({ scope }) => scope.marks.seen).reduce(merge));
}
