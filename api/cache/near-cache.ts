import { includes, merge, type Position } from '../database/causality/position.ts';

/** A copy lives no longer, counted from before it was read: no reader sees anything older, whatever else fails. */
export const lifetimeMs = 800;

/** What is safe about a copy; `./lab demo stale` takes it out to show what it is for. */
export interface Safety {
  /** A copy that is being read is given up when it is touched meanwhile. */
  hasPlaceholders: boolean;
  /** A copy serves only requests that need nothing newer than the position at which it was read. */
  hasPositions: boolean;
}

/** What was read once and serves many readers; a promise while it is being read. */
export interface Copy {
  readonly value: Promise<unknown>;
  /** The group's position that its read has waited for. */
  readonly position: Position;
  readonly begunAtMs: number;
  /** The versions that its topics had before it was read. */
  versions: readonly (readonly [topic: string, version: number])[];
  isReading: boolean;
  weight: number;
}

/** A topic changes its version with each write of it that this process hears of. */
interface Topic {
  version: number;
  /** Valkey tells this process of the next write. */
  isFollowed: boolean;
  /** What a read has to wait for: the last writes of it. */
  marks: Position;
}

/** How a copy of this name does, for people. */
export type CopyState = 'shared' | 'being read' | 'invalid' | 'none';

interface NearCacheOptions {
  /** A clock that nothing sets back. */
  nowMs?: () => number;
  /** Copies at most, and what they weigh at most, in characters of text. */
  atMost?: number;
  maxWeight?: number;
  safety?: Safety;
}

export const safe: Safety = { hasPlaceholders: true, hasPositions: true };
const nothing: Position = [];

/** The copies of one process, and which of them may serve which request. It knows neither Valkey nor MySQL. */
export class NearCache {
  readonly #copies = new Map<string, Copy>();
  readonly #topics = new Map<string, Topic>();
  readonly #options: Required<NearCacheOptions>;
  #lastVersion = 0;
  #weight = 0;

  constructor(options: NearCacheOptions = {}) {
    this.#options = {
      nowMs: () => performance.now(),
      atMost: 10_000,
      // The answers that are made of them take as much again.
      maxWeight: 16 * 1024 * 1024,
      safety: safe,
      ...options,
    };
  }

  /** The copy that may serve a request that has to see these marks of other processes. */
  find(name: string, foreign: Position = nothing): Copy | undefined {
    const copy = this.#copies.get(name);
    if (copy === undefined || !this.#isValid(copy)) return undefined;
    const isNewEnough = !this.#options.safety.hasPositions || includes(copy.position, foreign);
    return isNewEnough ? copy : undefined;
  }

  /** Topics that Valkey has to be asked for before a copy may be made, with their versions as the question is sent. */
  listUnfollowed(names: readonly string[]): (readonly [topic: string, version: number])[] {
    return names
      .map((name) => [name, this.#topic(name)] as const)
      .flatMap(([name, { isFollowed, version }]) => (isFollowed ? [] : [[name, version] as const]));
  }

  /** Valkey has answered what was asked at this version, and tells of the next write; unless it has told of it already. */
  follow(name: string, version: number, marks: Position): void {
    const topic = this.#topic(name);
    if (topic.version !== version) return;
    topic.isFollowed = true;
    topic.marks = marks;
  }

  /** What a read of these topics has to see; undefined where one of them is not followed. */
  positionOf(names: readonly string[]): Position | undefined {
    const followed = names.map((name) => this.#topic(name));
    return followed.every(({ isFollowed }) => isFollowed)
      ? followed.map(({ marks }) => marks).reduce(merge, nothing)
      : undefined;
  }

  /** Puts a placeholder where a copy will be; `read` begins after that. */
  begin(
    name: string,
    topics: readonly string[],
    { position, read }: { position: Position; read: () => Promise<unknown> },
  ): Copy {
    const versions = this.#versionsOf(topics);
    const begunAtMs = this.#options.nowMs();
    const copy: Copy = { value: read(), position, begunAtMs, versions, isReading: true, weight: 0 };
    this.#forget(name);
    this.#copies.set(name, copy);
    copy.value.then(
      (value) => this.#keep(name, copy, value),
      () => this.#forget(name, copy),
    );
    this.#shrink();
    return copy;
  }

  /** A write of this topic was heard of: copies of it serve no request any more. */
  touch(name: string): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) return;
    this.#lastVersion += 1;
    Object.assign(topic, { version: this.#lastVersion, isFollowed: false, marks: nothing });
  }

  /** Nothing is certain any more. */
  flush(): void {
    this.#copies.clear();
    this.#topics.clear();
    this.#weight = 0;
  }

  /** Removes what has outlived its time. */
  sweep(): void {
    for (const [name, copy] of this.#copies) if (!this.#isValid(copy)) this.#forget(name);
  }

  stateOf(name: string): CopyState {
    const copy = this.#copies.get(name);
    if (copy === undefined) return 'none';
    if (!this.#isValid(copy)) return 'invalid';
    return copy.isReading ? 'being read' : 'shared';
  }

  /** Copies whose names begin so, the newest first. */
  list(prefix: string, atMost: number): { name: string; state: CopyState }[] {
    const names = [...this.#copies.keys()].filter((name) => name.startsWith(prefix));
    return names
      .slice(-atMost)
      .toReversed()
      .map((name) => ({ name, state: this.stateOf(name) }));
  }

  describe() {
    return { copies: this.#copies.size, topics: this.#topics.size, weight: this.#weight };
  }

  #isValid(copy: Copy): boolean {
    const { nowMs, safety } = this.#options;
    if (nowMs() - copy.begunAtMs >= lifetimeMs) return false;
    if (copy.isReading && !safety.hasPlaceholders) return true;
    return copy.versions.every(([name, version]) => this.#topics.get(name)?.version === version);
  }

  #keep(name: string, copy: Copy, value: unknown): void {
    copy.isReading = false;
    if (!this.#options.safety.hasPlaceholders) copy.versions = this.#versionsOf(copy.versions.map(([topic]) => topic));
    if (this.#copies.get(name) !== copy) return;
    if (value === null) {
      this.#forget(name);
      return;
    }
    copy.weight = weigh(value);
    this.#weight += copy.weight;
    this.#shrink();
  }

  /** The topic of a name, which becomes the last to be forgotten. A copy of a forgotten one finds no version, or a later one. */
  #topic(name: string): Topic {
    const topic = this.#topics.get(name) ?? this.#createTopic();
    this.#topics.delete(name);
    this.#topics.set(name, topic);
    const [oldest] = this.#topics.keys();
    if (this.#topics.size > this.#options.atMost * 2 && oldest !== undefined) this.#topics.delete(oldest);
    return topic;
  }

  #createTopic(): Topic {
    this.#lastVersion += 1;
    return { version: this.#lastVersion, isFollowed: false, marks: nothing };
  }

  #versionsOf(names: readonly string[]) {
    return names.map((name) => [name, this.#topic(name).version] as const);
  }

  #forget(name: string, only?: Copy): void {
    const copy = this.#copies.get(name);
    if (copy === undefined || (only !== undefined && copy !== only)) return;
    this.#copies.delete(name);
    this.#weight -= copy.weight;
  }

  #shrink(): void {
    const { atMost, maxWeight } = this.#options;
    for (const [name] of this.#copies) {
      if (this.#copies.size <= atMost && this.#weight <= maxWeight) return;
      this.#forget(name);
    }
  }
}

/** The characters of all texts in a value. */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, each) => sum + weigh(each), 0);
}
