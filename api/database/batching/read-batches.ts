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

/** What a read must see, and how it is done. */
interface Reader {
  seen: Position;
  run: Run;
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
    return {
      ...session,
      read: <T>(look: Look<T>, { isAlone }: ReadOptions = {}) => {
        reads += 1;
        // What the session has written itself, other sessions need not see.
        if (session.written()) return session.read(look);
        const name = question === undefined ? undefined : `${reads} ${question}`;
        return this.read(look, { name, isAlone }, { seen: after, run: session.read });
      },
    };
  }

  /** Reads in a batch, or alone where it can be shared with no other read. */
  read<T>(look: Look<T>, { name, isAlone }: ReadBatchOptions, { seen, run }: Reader): Promise<T> {
    const key = isAlone ? name : '';
    if (key === undefined) return run(look);
    const own = name ?? Symbol();
    const waiting = this.#waiting.get(key);
    if (waiting?.admits(own, seen)) return waiting.join(own, look, run);
    const batch: ReadBatch = createReadBatch({ seen, run }, () => {
      if (this.#waiting.get(key) === batch) this.#waiting.delete(key);
    });
    this.#waiting.set(key, batch);
    return batch.join(own, look, run);
  }
}

type ReadBatch = ReturnType<typeof createReadBatch>;

/** Reads that wait for the same packet, by their names; a symbol stands for none. */
function createReadBatch({ seen: seenByAll, run: runAll }: Reader, onSent: () => void) {
  const looks = new Map<string | symbol, Look<unknown>>();
  const lookAtAll = async (query: Query) => {
    onSent();
    const answers = new Map([...looks].map(([name, look]) => [name, look(query)]));
    await Promise.allSettled(answers.values());
    return answers;
  };
  // All requests that came with the same look at the network join before the batch asks for a connection.
  const answers = setImmediate()
    .then(() => runAll(lookAtAll))
    .finally(onSent);

  return {
    admits: (name: string | symbol, seen: Position): boolean =>
      seen === seenByAll && (looks.has(name) || looks.size < maxBatchSize),

    async join<T>(name: string | symbol, look: Look<T>, run: Run): Promise<T> {
      const before = looks.size;
      if (!looks.has(name)) looks.set(name, look);
      try {
        return (await (await answers).get(name)) as T;
      } catch (failure) {
        if (before === 0 && looks.size === 1) throw failure;
        // Another read may have failed the batch.
        return run(look);
      }
    },
  };
}
