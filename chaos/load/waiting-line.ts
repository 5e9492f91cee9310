import type { Client, Lane } from './client.ts';
import type { Random } from './random.ts';
import type { Wish } from './wishes.ts';

/** A request that is due and was not sent yet. */
export interface Waiting {
  id: number;
  dueMs: number;
  wish: Wish;
}

/** Requests that are due, in the order in which they were. */
export class WaitingLine {
  #waiting: Waiting[] = [];

  add(waiting: Waiting) {
    this.#waiting.push(waiting);
  }

  /** Takes out those that were due before this time. */
  takeImpatient(beforeMs: number): Waiting[] {
    const late = this.#waiting.filter(({ dueMs }) => dueMs < beforeMs);
    if (late.length > 0) this.#waiting = this.#waiting.filter(({ dueMs }) => dueMs >= beforeMs);
    return late;
  }

  /** Begins every request that finds a client; passes those over that do not, and stops where nothing more may begin. */
  takeWhile(find: (waiting: Waiting) => Client | 'skip' | 'stop', begin: (waiting: Waiting, client: Client) => void) {
    const left: Waiting[] = [];
    for (const [index, waiting] of this.#waiting.entries()) {
      const client = find(waiting);
      if (client === 'stop') {
        left.push(...this.#waiting.slice(index));
        break;
      }
      if (client === 'skip') left.push(waiting);
      else begin(waiting, client);
    }
    this.#waiting = left;
  }
}

/** Anybody who has nothing under way on that lane. */
export function findFreeClient(clients: Client[], lane: Lane | undefined, random: Random): Client | undefined {
  const first = Math.floor(random() * clients.length);
  for (let step = 0; step < clients.length; step += 1) {
    const client = clients[(first + step) % clients.length] as Client;
    if (lane === undefined || !client.busy.has(lane)) return client;
  }
  return undefined;
}
