import { setImmediate } from 'node:timers/promises';
import type { Position } from './position.ts';

interface Waiting {
  seen: Position;
  answer: Promise<unknown>;
}

/**
 * Reads that ask the same at the same moment are one read: whoever comes before its statements are sent gets what it brings, so
 * that nobody hears anything older than the own question. A crowd before one page costs the database a few reads of it.
 */
export class SharedReads {
  readonly #waiting = new Map<string, Waiting>();

  /** Shares what `read` brings with all who ask under this name and have seen the same; `read` says when it sends its statements. */
  ask<T>(name: string, seen: Position, read: (begun: () => void) => Promise<T>): Promise<T> {
    const known = this.#waiting.get(name);
    // Not the failure of another, who may have had less patience.
    if (known?.seen === seen) return (known.answer as Promise<T>).catch(() => read(() => undefined));
    const forget = () => this.#waiting.get(name)?.answer === answer && this.#waiting.delete(name);
    // All who came with the same look at the network ask before the first of them reads.
    const answer = setImmediate()
      .then(() => read(forget))
      .finally(forget);
    this.#waiting.set(name, { seen, answer });
    return answer;
  }
}
