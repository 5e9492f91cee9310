import { setImmediate } from 'node:timers/promises';
import type { Query } from './database.ts';
import type { Position } from './position.ts';

type Work<T> = (query: Query) => Promise<T>;

/** Does the work of one read; it may run more than once. */
export type Run = <T>(work: Work<T>) => Promise<T>;

/** What a read lets others do. */
export interface Manners {
  /** Work of the same name brings the same, whoever asks. */
  name?: string | undefined;
  /** So short that others may wait for it. */
  isBrief?: boolean | undefined;
}

/** More in one packet keep others waiting for longer than they save. */
const companyAtMost = 16;

/**
 * Reads that come at the same moment and have seen the same: those of one name are one read, and brief ones travel in one packet.
 * Whoever comes before the packet is sent is in it, so that nobody hears anything older than the own question.
 */
export class GatheredReads {
  readonly #open = new Map<string, Gathering>();

  /** Gathers a read with others, or runs it alone where it wants no company. */
  ask<T>(work: Work<T>, { name, isBrief = false }: Manners, asker: { seen: Position; run: Run }): Promise<T> {
    const place = isBrief ? '' : name;
    if (place === undefined) return asker.run(work);
    const open = this.#open.get(place);
    if (open?.admits(asker.seen, name)) return open.join(work, name, asker.run);
    const gathering = new Gathering(asker, () => this.#open.get(place) === gathering && this.#open.delete(place));
    this.#open.set(place, gathering);
    return gathering.join(work, name, asker.run);
  }
}

/** Reads that wait for the same packet. */
class Gathering {
  readonly #seen: Position;
  readonly #works: Work<unknown>[] = [];
  readonly #places = new Map<string, number>();
  readonly #answers: Promise<PromiseSettledResult<unknown>[]>;

  constructor({ seen, run }: { seen: Position; run: Run }, onSent: () => void) {
    this.#seen = seen;
    const askAll: Work<PromiseSettledResult<unknown>[]> = (query) => {
      onSent();
      return Promise.allSettled(this.#works.map((work) => work(query)));
    };
    // All who came with the same look at the network ask before the first of them reads.
    this.#answers = setImmediate()
      .then(() => run(askAll))
      .finally(onSent);
  }

  admits(seen: Position, name: string | undefined): boolean {
    const isKnown = name !== undefined && this.#places.has(name);
    return seen === this.#seen && (isKnown || this.#works.length < companyAtMost);
  }

  async join<T>(work: Work<T>, name: string | undefined, run: Run): Promise<T> {
    const known = name === undefined ? undefined : this.#places.get(name);
    const isFirst = this.#works.length === 0;
    const place = known ?? this.#works.push(work) - 1;
    if (name !== undefined) this.#places.set(name, place);
    try {
      return unwrap((await this.#answers)[place]) as T;
    } catch (failure) {
      // Not the failure of another, who may have had less patience, or a worse question.
      if (isFirst && this.#works.length === 1) throw failure;
      return run(work);
    }
  }
}

function unwrap(answer: PromiseSettledResult<unknown> | undefined): unknown {
  if (answer?.status !== 'fulfilled') throw answer?.reason;
  return answer.value;
}
