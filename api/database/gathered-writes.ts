import type { Attempt, WholeWrite } from './attempt.ts';
import type { Position } from './position.ts';
import type { Purpose } from './runtime.ts';

/** A write that may travel with others. */
export interface Traveller<T = unknown> extends WholeWrite<T> {
  purpose: Purpose;
}

/** How a write fared in one try, and what to wait for to see it. */
export interface Journey<T = unknown> {
  attempt: Attempt<T>;
  marks: Position;
  /** What failed may be somebody's own fault: whose it is shows when each is tried again alone. */
  isToGoAlone: boolean;
}

/** Tries writes in one transaction; brings one journey for each, and never throws. */
export type TryTogether = (travellers: Traveller[]) => Promise<Journey[]>;

interface Waiting {
  traveller: Traveller;
  arrive(journey: Journey): void;
  sinceMs: number;
}

/** More in one transaction hold each other's locks for longer than they save. */
const companyAtMost = 16;
/** Whoever has less time left would make a packet of others impatient. */
const timeNeededMs = 5_000;
/** A member that says nothing keeps only those waiting who have asked it. */
const patienceMs = 50;

/**
 * Writes that come at the same moment, or while others are under way, are one transaction. What it costs the group to agree on one is
 * then paid once, and writes that want the same rows do not run into each other.
 */
export class GatheredWrites {
  readonly #tryTogether: TryTogether;
  readonly #waiting: Waiting[] = [];
  /** Behind which the next ones wait; one that it has left behind keeps nobody. */
  #latest: Waiting[] | null = null;

  constructor(tryTogether: TryTogether) {
    this.#tryTogether = tryTogether;
  }

  /** Tries a write once, with whoever else is there; undefined where it is too late for company. */
  join<T>(traveller: Traveller<T>): Promise<Journey<T>> | undefined {
    if (traveller.purpose.deadlineAtMs - Date.now() < timeNeededMs) return undefined;
    return new Promise((resolve) => {
      const arrive = resolve as (journey: Journey) => void;
      this.#waiting.push({ traveller, arrive, sinceMs: Date.now() });
      // All who came with the same look at the network are there before the first packet leaves.
      if (this.#waiting.length === 1) setImmediate(() => this.#depart());
    });
  }

  /** Writes that wait for a packet to leave with. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Lets those go who have waited for too long behind others. */
  keepUp(nowMs: number): void {
    while (this.#waiting[0] && nowMs - this.#waiting[0].sinceMs >= patienceMs) this.#send();
  }

  #depart(): void {
    if (this.#waiting.length > 0 && this.#latest === null) this.#send();
  }

  async #send(): Promise<void> {
    const company = this.#waiting.splice(0, companyAtMost);
    this.#latest = company;
    const journeys = await this.#tryTogether(company.map(({ traveller }) => traveller));
    if (this.#latest === company) this.#latest = null;
    for (const [place, { arrive }] of company.entries()) arrive(journeys[place] as Journey);
    this.#depart();
  }
}
