import { setImmediate } from 'node:timers/promises';
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
  /** How long it is kept when the last browser has gone. */
  keepMs?: number;
}

/** What has been read of a record so far. Items of another reading have other numbers. */
export interface Reading {
  id: string;
  items: Item[];
}

// A moment at which nothing has changed is kept about once a second.
const pauseMs = 900;
const maxItems = 20_000;
// The watcher shares its process with the page, and must get its turn while a long record is read.
const linesPerTurn = 100;

/**
 * The entries of a record as texts, from the oldest to those that are written from now on. It is read while browsers
 * look: an idle lab keeps and reads nothing.
 */
export class History {
  readonly #options: Required<HistoryOptions>;
  readonly #listeners = new Set<(item: Item) => void>();
  #reading: (Reading & { end: AbortController; isWhole: Promise<void> }) | undefined;
  #count = 0;
  /** Browsers that look, or wait until the record has been read. */
  #browsers = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HistoryOptions) {
    this.#options = { maxAgeMs: Number.POSITIVE_INFINITY, keepMs: 10_000, ...options };
    options.signal.addEventListener('abort', () => this.#close());
  }

  /** All items so far, once the record has been read to its end. Each new one goes to the listener until `stop`. */
  async listen(listener: (item: Item) => void) {
    clearTimeout(this.#timer);
    this.#browsers += 1;
    this.#reading ??= this.#open();
    const { id, items, isWhole } = this.#reading;
    await isWhole;
    this.#listeners.add(listener);
    return { id, items, stop: () => this.#leave(listener) };
  }

  #leave(listener: (item: Item) => void) {
    if (!this.#listeners.delete(listener)) return;
    this.#browsers -= 1;
    if (this.#browsers > 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#close(), this.#options.keepMs);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#reading?.end.abort();
    this.#reading = undefined;
  }

  #open() {
    this.#count += 1;
    const end = new AbortController();
    const reading = { id: `${Date.now().toString(36)}-${this.#count}`, items: [] as Item[], end };
    const isWhole = new Promise<void>((resolve) => {
      void this.#follow(reading, resolve).finally(resolve);
    });
    return { ...reading, isWhole };
  }

  async #follow({ items, end: { signal } }: { items: Item[]; end: AbortController }, onWhole: () => void) {
    const { dir, maxAgeMs } = this.#options;
    const read = createEntryReader();
    const isWorthKeeping = createFilter();
    const sinceMs = Math.max(0, Date.now() - maxAgeMs);
    let lines = 0;
    for await (const line of followRecord(dir, { sinceMs, signal, intervalMs: 200, onPause: onWhole })) {
      const entry = read(line);
      if (isWorthKeeping(entry)) this.#add(entry, items);
      lines += 1;
      if (lines % linesPerTurn === 0) await setImmediate();
    }
  }

  #add(entry: Entry, items: Item[]) {
    // The clock of a host whose log is read may be ahead.
    const atMs = Math.min(entry.atMs, Date.now());
    const item = { number: (items.at(-1)?.number ?? 0) + 1, atMs, text: JSON.stringify(entry) };
    items.push(item);
    const oldestMs = atMs - this.#options.maxAgeMs;
    const tooMany = items.length - maxItems;
    const firstKept = items.findIndex(({ atMs }, index) => index >= tooMany && atMs >= oldestMs);
    if (firstKept > 0) items.splice(0, firstKept);
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
