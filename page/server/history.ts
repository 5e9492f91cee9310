import { createEntryReader, describeStates, type Entry } from '../../scripts/explain/moment.ts';
import { followRecord } from '../../scripts/record/reader.ts';

/** An entry as it is sent, with its number. */
export interface Item {
  number: number;
  atMs: number;
  text: string;
}

export interface HistoryOptions {
  /** The folder of the record. */
  dir: string;
  signal: AbortSignal;
  /** How far back; everything where it is left out. */
  maxAgeMs?: number;
}

// A moment at which nothing has changed is kept about once a second.
const pauseMs = 900;
const maxItems = 20_000;

/** The entries of a record as texts, from the oldest to those that are written from now on. */
export class History {
  readonly #items: Item[] = [];
  readonly #listeners = new Set<(item: Item) => void>();
  readonly #maxAgeMs: number;
  #number = 0;

  constructor({ dir, signal, maxAgeMs = Number.POSITIVE_INFINITY }: HistoryOptions) {
    this.#maxAgeMs = maxAgeMs;
    void this.#follow(dir, signal);
  }

  /** The items after the one with this number; all of them without it. */
  since(number = 0): Item[] {
    return this.#items.filter((item) => item.number > number);
  }

  /** Calls back for each new item, until the returned function is called. */
  listen(listener: (item: Item) => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #follow(dir: string, signal: AbortSignal) {
    const read = createEntryReader();
    const isWorthKeeping = createFilter();
    const sinceMs = Math.max(0, Date.now() - this.#maxAgeMs);
    for await (const line of followRecord(dir, { sinceMs, signal, intervalMs: 200 })) {
      const entry = read(line);
      if (isWorthKeeping(entry)) this.#add(entry);
    }
  }

  #add(entry: Entry) {
    this.#number += 1;
    const item = { number: this.#number, atMs: entry.atMs, text: JSON.stringify(entry) };
    this.#items.push(item);
    const oldestMs = entry.atMs - this.#maxAgeMs;
    const tooMany = this.#items.length - maxItems;
    const firstKept = this.#items.findIndex(({ atMs }, index) => index >= tooMany && atMs >= oldestMs);
    if (firstKept > 0) this.#items.splice(0, firstKept);
    for (const listener of this.#listeners) listener(item);
  }
}

/** Leaves out the moments that say nothing new. */
export function createFilter() {
  let kept: { atMs: number; states: string } | undefined;
  return (entry: Entry) => {
    if (entry.type !== 'moment') return true;
    const states = describeStates(entry);
    if (kept && entry.api === undefined && kept.states === states && entry.atMs - kept.atMs < pauseMs) return false;
    kept = { atMs: entry.atMs, states };
    return true;
  };
}
