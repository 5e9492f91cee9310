import { randomBytes } from 'node:crypto';
import { fromTuple, type MarkTuple, merge, type Position, toTuple } from '../database/causality/position.ts';
import type { Link } from './follow-valkey.ts';
import { type Copy, NearCache, type Safety, safe } from './near-cache.ts';

/** What is to be read, under which name it is kept, and which writes end that. */
export interface Question<T> {
  name: string;
  topics: readonly string[];
  /** Reads it from a member that has applied everything of this position. */
  read(position: Position): Promise<T>;
}

/** What the request has to see. */
export interface Reader {
  /** All of it. */
  after: Position;
  /** What of it other processes may have written. */
  foreign: Position;
}

/** How requests were answered, since the process started. */
export type CopyCounters = Record<'hit' | 'miss' | 'bypassed' | 'touched' | 'told' | 'flushed', number>;

/** For so long Valkey keeps what the last writes of a topic were. A member that lags by more is not seen through. */
const toldForMs = 10_000;
const keyOf = (topic: string) => `written:${topic}`;
const topicOf = (key: string) => key.slice(keyOf('').length);

// Each process has a field of its own: what two have written at a time stands side by side.
const noteWritten = `for _, key in ipairs(KEYS) do
  redis.call('HSET', key, ARGV[1], ARGV[2])
  redis.call('PEXPIRE', key, ${toldForMs})
end`;

interface CopiesOptions {
  /** Marks of everything that this process has written. */
  written(): Position;
  safety?: Safety;
}

/** The copies of one process and what it tells and hears of writes through Valkey. Without a connection nothing is kept. */
export function createCopies({ written, safety = safe }: CopiesOptions) {
  const near = new NearCache({ safety });
  const counters: CopyCounters = { hit: 0, miss: 0, bypassed: 0, touched: 0, told: 0, flushed: 0 };
  const processId = randomBytes(6).toString('hex');
  let link: Link | undefined;

  /** Asks Valkey for the last writes of these topics; from then on it tells of the next. */
  async function follow(at: Link, topics: readonly string[]): Promise<void> {
    const asked = near.listUnfollowed(topics);
    const answers = await Promise.all(asked.map(([topic]) => at.send(['HVALS', keyOf(topic)])));
    if (at !== link) return;
    for (const [place, [topic, version]] of asked.entries()) near.follow(topic, version, readMarks(answers[place]));
  }

  async function readAnew<T>({ name, topics, read }: Question<T>, { after, foreign }: Reader): Promise<T> {
    const at = link;
    if (at) await follow(at, topics).catch(() => undefined);
    const marks = at !== undefined && at === link ? near.positionOf(topics) : undefined;
    if (marks === undefined) {
      counters.bypassed += 1;
      return read(merge(after, written()));
    }
    // Several requests may have waited for the same answer of Valkey.
    const found = near.find(name, foreign);
    if (found) return join(found, read, after);
    counters.miss += 1;
    const position = safety.hasPositions ? merge(merge(after, written()), marks) : [];
    return near.begin(name, topics, { position, read: () => read(position) }).value as Promise<T>;
  }

  /** Where the read that a request has waited for has failed, the request tries for itself. */
  const join = <T>({ value }: Copy, read: Question<T>['read'], after: Position): Promise<T> =>
    (value as Promise<T>).catch(() => read(merge(after, written())));

  return {
    counters,
    /** Answers from a copy, or reads and keeps what was read. */
    async read<T>(question: Question<T>, reader: Reader): Promise<T> {
      const found = near.find(question.name, reader.foreign);
      if (!found) return readAnew(question, reader);
      counters.hit += 1;
      return join(found, question.read, reader.after);
    },

    /** A write of these topics was committed, or may have been: no copy of them serves any more, and the others are told. */
    touch(topics: readonly string[]): void {
      for (const topic of topics) near.touch(topic);
      counters.touched += topics.length;
      if (link && topics.length > 0) tell(link, topics);
    },

    connect(to: Link): void {
      near.flush();
      link = to;
    },
    disconnect(): void {
      if (link) counters.flushed += 1;
      link = undefined;
      near.flush();
    },
    /** Valkey tells of a write of another process; null is anything. */
    hear(key: string | null): void {
      if (key === null) near.flush();
      else if (key.startsWith(keyOf(''))) near.touch(topicOf(key));
    },
    isConnected: () => link !== undefined,
    link: () => link,
    sweep: () => near.sweep(),
    list: (prefix: string, atMost: number) => near.list(prefix, atMost),
    describe: () => near.describe(),
  };

  function tell(at: Link, topics: readonly string[]): void {
    const value = JSON.stringify(written().map(toTuple));
    at.send(['EVAL', noteWritten, String(topics.length), ...topics.map(keyOf), processId, value]).catch(
      () => undefined,
    );
    counters.told += topics.length;
  }
}

/** The copies of one process. */
export type Copies = ReturnType<typeof createCopies>;

function readMarks(answer: unknown): Position {
  const texts = (answer as (string | Buffer)[]).map(String);
  return texts.flatMap((text) => (JSON.parse(text) as MarkTuple[]).map(fromTuple)).reduce(addMark, []);
}

const addMark = (position: Position, mark: Position[number]): Position => merge(position, [mark]);
