import { setImmediate } from 'node:timers/promises';
import type { Position } from '../causality/position.ts';
import type { Query } from '../query.ts';
import type { Look, ReadOptions, Session, SessionOptions } from '../session.ts';

/** Does one read; it may try more than once. */
export type Run = <T>(look: Look<T>) => Promise<T>;

/** What a batch may do with a read. */
export interface ReadBatchOptions {
  /** Reads of the same name bring the same, whichever request asks. */
  name?: string | undefined;
  /** Only shared with reads of the same name, never sent with others. */
  isAlone?: boolean | undefined;
}

const nothing: Position = [];

/** More in one packet would wait for longer than they save. */
const maxBatchSize = 16;

/**
 * Reads that arrive together and must see the same writes. Anonymous reads of the same URL are sent to MySQL once, and short
 * ones in one packet. A read may join until the batch is sent, so its answer is never older than its request.
 */
export class ReadBatches {
  readonly #waiting = new Map<string, ReadBatch>();

  /** A session whose reads may be sent together with those of others. */
  wrap(session: Session, { after = nothing, question }: SessionOptions): Session {
    let reads = 0;
    const run: Run = (look) => session.read(look);
    return {
      write: (write) => session.write(write),
      written: () => session.written(),
      read: <T>(look: Look<T>, { isAlone }: ReadOptions = {}) => {
        reads += 1;
        // What the session has written itself, other sessions need not see.
        if (session.written()) return session.read(look);
        const name = question === undefined ? undefined : `${reads} ${question}`;
        return this.read(look, { name, isAlone }, { seen: after, run });
      },
    };
  }

  /** Reads in a batch, or alone where it can be shared with no other read. */
  read<T>(look: Look<T>, { name, isAlone }: ReadBatchOptions, reader: { seen: Position; run: Run }): Promise<T> {
    const key = isAlone ? name : '';
    if (key === undefined) return reader.run(look);
    const waiting = this.#waiting.get(key);
    if (waiting?.admits(reader.seen, name)) return waiting.join(look, name, reader.run);
    const batch = new ReadBatch(reader, () => this.#waiting.get(key) === batch && this.#waiting.delete(key));
    this.#waiting.set(key, batch);
    return batch.join(look, name, reader.run);
  }
}

/** Reads that wait for the same packet. */
class ReadBatch {
  readonly #seen: Position;
  readonly #looks: Look<unknown>[] = [];
  readonly #places = new Map<string, number>();
  readonly #answers: Promise<PromiseSettledResult<unknown>[]>;

  constructor({ seen, run }: { seen: Position; run: Run }, onSent: () => void) {
    this.#seen = seen;
    const lookAtAll = (query: Query) => {
      onSent();
      return Promise.allSettled(this.#looks.map((look) => look(query)));
    };
    // All requests that came with the same look at the network join before the batch asks for a connection.
    this.#answers = setImmediate()
      .then(() => run(lookAtAll))
      .finally(onSent);
  }

  admits(seen: Position, name: string | undefined): boolean {
    const isKnown = name !== undefined && this.#places.has(name);
    return seen === this.#seen && (isKnown || this.#looks.length < maxBatchSize);
  }

  async join<T>(look: Look<T>, name: string | undefined, run: Run): Promise<T> {
    const known = name === undefined ? undefined : this.#places.get(name);
    const isFirst = this.#looks.length === 0;
    const place = known ?? this.#looks.push(look) - 1;
    if (name !== undefined) this.#places.set(name, place);
    try {
      return unwrap((await this.#answers)[place]) as T;
    } catch (failure) {
      if (isFirst && this.#looks.length === 1) throw failure;
      // Another read may have failed the batch.
      return run(look);
    }
  }
}

function unwrap(answer: PromiseSettledResult<unknown> | undefined): unknown {
  if (answer?.status !== 'fulfilled') throw answer?.reason;
  return answer.value;
}
