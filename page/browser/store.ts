import { useLayoutEffect, useState } from 'preact/hooks';
import { Explainer } from '../../scripts/explain/explainer.ts';
import { addMoment, type Entry, type Moment } from '../../scripts/explain/moment.ts';
import type { LoadLine, LogLine } from '../../scripts/record/lines.ts';
import type { LabPage } from '../lab-page.ts';
import { findIndex } from './slice-moments.ts';
import { TourStore } from './tour-store.ts';

// As long as the lab keeps its record.
const maxAgeMs = 3_700_000;

/** What the charts can show of the record. */
export const windows = [
  [60_000, '1 min'],
  [300_000, '5 min'],
  [900_000, '15 min'],
  [3_600_000, '1 h'],
] as const;

/** Everything that this browser knows of the lab. */
class Store {
  lab: LabPage | undefined;
  moments: Moment[] = [];
  logs: LogLine[] = [];
  loads: LoadLine[] = [];
  explainer = new Explainer();
  readonly tour = new TourStore();
  /** Whether the watcher answers. */
  isConnected = false;
  /** When an entry came last, by this browser's own clock. */
  heardMs = performance.now();
  /** The moment that is shown; undefined is live. */
  shownMs: number | undefined = readHash();
  /** How much of the record the charts show. */
  windowMs = 300_000;
  readonly #listeners = new Set<() => void>();
  #isTold = false;

  clear() {
    this.moments = [];
    this.logs = [];
    this.loads = [];
    this.explainer = new Explainer();
    this.tour.restart();
  }

  add(entries: Entry[]) {
    if (entries.length > 0) this.heardMs = performance.now();
    for (const entry of entries) {
      this.explainer.add(entry);
      this.tour.add(entry);
      if (entry.type === 'moment') addMoment(this.moments, entry);
      if (entry.type === 'log') this.logs.push(entry);
      if (entry.type === 'load') this.loads.push(entry);
    }
    const oldestMs = this.newestMs - maxAgeMs;
    if (!this.lab?.isReplay && (this.moments[0]?.atMs ?? oldestMs) < oldestMs - 60_000) this.#drop(oldestMs);
    this.tell();
  }

  /** For how long nothing has come: the watcher hangs, or cannot write its record. */
  get silentMs() {
    return performance.now() - this.heardMs;
  }

  get newestMs() {
    return this.moments.at(-1)?.atMs ?? 0;
  }

  get oldestMs() {
    return this.moments[0]?.atMs ?? 0;
  }

  /** The end of what is shown. */
  get atMs() {
    return this.shownMs ?? this.newestMs;
  }

  /** Lets the charts show all of a record that is over, as far as they can. */
  showWhole() {
    this.windowMs = windows.find(([ms]) => ms >= this.newestMs - this.oldestMs)?.[0] ?? windows[3][0];
    this.tell();
  }

  /** Shows a moment of the record; undefined goes back to live. */
  show(atMs: number | undefined) {
    const isLive = atMs === undefined || atMs >= this.newestMs;
    this.shownMs = isLive ? undefined : Math.max(this.oldestMs, Math.round(atMs));
    history.replaceState(null, '', this.shownMs === undefined ? location.pathname : `#at=${this.shownMs}`);
    this.tell();
  }

  /** Draws everything that depends on this store again, once for all changes of a frame. */
  tell() {
    if (this.#isTold) return;
    this.#isTold = true;
    const draw = () => {
      this.#isTold = false;
      for (const listener of this.#listeners) listener();
    };
    // A page in the background gets no frames, and must not gather them.
    if (document.hidden) setTimeout(draw, 1_000);
    else requestAnimationFrame(draw);
  }

  listen(listener: () => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #drop(oldestMs: number) {
    this.moments = this.moments.filter(({ atMs }) => atMs >= oldestMs);
    this.logs = this.logs.filter(({ atMs }) => atMs >= oldestMs);
    this.loads = this.loads.filter(({ atMs }) => atMs >= oldestMs);
  }
}

function readHash() {
  const [, atMs] = /^#at=(\d+)$/.exec(location.hash) ?? [];
  return atMs === undefined ? undefined : Number(atMs);
}

export const store = new Store();

/** Draws a component again whenever the store has changed. */
export function useStore() {
  const [, setCount] = useState(0);
  // At once: an effect comes after the next frame, and what the store tells in that frame would be heard by none.
  useLayoutEffect(() => store.listen(() => setCount((count) => count + 1)), []);
  return store;
}

/** The last moment at or before a time. */
export function findMoment(moments: Moment[], atMs: number): Moment | undefined {
  return moments[findIndex(moments, atMs)] ?? moments[0];
}
