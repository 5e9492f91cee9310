import { setTimeout as sleep } from 'node:timers/promises';
import { type LineSource, type SentLine, SourceAwayError } from './line-source.ts';
import { type LineTarget, sendLines } from './send-lines.ts';

export interface ShipperOptions {
  sources: LineSource[];
  target: LineTarget;
  say(text: string): void;
}

// Between two looks at a source that had no more.
const restMs = 200;
const firstPauseMs = 200;
const longestPauseMs = 2_000;

/** What is tried until it works, and how a person is told. */
interface Attempt<T> {
  work(): Promise<T>;
  failed: string;
  mended: string;
}

/** Sends what comes from each source, each at its own pace; what the store did not keep is sent again. */
export class Shipper {
  readonly #options: ShipperOptions;
  /** Since when lines of a source wait. */
  readonly #waitingSinceMs = new Map<LineSource, number>();
  readonly #told = new Set<string>();
  sent = 0;
  refused = 0;

  constructor(options: ShipperOptions) {
    this.#options = options;
  }

  /** How long the lines have waited that wait longest; 0 where none do. */
  get waitingS() {
    const now = performance.now();
    return Math.max(0, ...[...this.#waitingSinceMs.values()].map((sinceMs) => (now - sinceMs) / 1_000));
  }

  /** Works until the signal. */
  async run(signal: AbortSignal) {
    await Promise.all(this.#options.sources.map((source) => this.#ship(source, signal)));
  }

  async #ship(source: LineSource, signal: AbortSignal) {
    while (!signal.aborted) {
      const batch = await this.#read(source, signal);
      if (batch && (await this.#send(source, batch.lines, signal))) await batch.keep();
      if (!batch?.hasMore) await pause(restMs, signal);
    }
  }

  async #read(source: LineSource, signal: AbortSignal) {
    const read = {
      work: () => source.read(signal),
      failed: `Lines wait in ${source.name}, which cannot be read`,
      mended: `Lines come again from ${source.name}`,
    };
    return await this.#try(source, read, signal);
  }

  async #send(source: LineSource, lines: SentLine[], signal: AbortSignal) {
    if (lines.length === 0) return true;
    this.#waitingSinceMs.set(source, performance.now());
    const send = {
      work: () => sendLines(lines, this.#options.target, signal),
      failed: 'Lines wait in the logs',
      mended: 'The log store takes lines again',
    };
    const refused = await this.#try(source, send, signal);
    if (!refused) return false;
    for (const text of refused) this.#tellRefused(text);
    this.sent += lines.length;
    return true;
  }

  /** Tries until it works; undefined where the signal comes first. */
  async #try<T>(source: LineSource, { work, failed, mended }: Attempt<T>, signal: AbortSignal): Promise<T | undefined> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      const beganMs = performance.now();
      try {
        const result = await work();
        this.#waitingSinceMs.delete(source);
        if (this.#told.delete(failed)) this.#options.say(mended);
        return result;
      } catch (error) {
        if (signal.aborted) return undefined;
        this.#noteFailure(source, error as Error, beganMs);
        if (!this.#told.has(failed)) this.#options.say(`${failed}: ${(error as Error).message}`);
        this.#told.add(failed);
        await pause(pauseMs, signal);
      }
    }
  }

  // A machine that is off is no reason to look at the way of the lines.
  #noteFailure(source: LineSource, error: Error, beganMs: number) {
    if (error instanceof SourceAwayError) this.#waitingSinceMs.delete(source);
    else if (!this.#waitingSinceMs.has(source)) this.#waitingSinceMs.set(source, beganMs);
  }

  #tellRefused(text: string) {
    this.refused += 1;
    this.#options.say(`The log store refused a line for good: ${text}`);
  }
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => undefined);
