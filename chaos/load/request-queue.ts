import type { Client, OwnResource } from './client.ts';
import type { Random } from './random.ts';
import type { RequestType } from './request-types.ts';

/** A request that is due and was not sent yet. */
export interface DueRequest {
  id: number;
  dueMs: number;
  type: RequestType;
}

/** Requests that are due, in the order in which they were. */
export class RequestQueue {
  #requests: DueRequest[] = [];

  add(request: DueRequest) {
    this.#requests.push(request);
  }

  /** Removes and returns the requests that were due before this time. */
  takeExpired(beforeMs: number): DueRequest[] {
    const late = this.#requests.filter(({ dueMs }) => dueMs < beforeMs);
    if (late.length > 0) this.#requests = this.#requests.filter(({ dueMs }) => dueMs >= beforeMs);
    return late;
  }

  /** Begins each request that has a free client and skips the others, until `find` says stop. */
  takeReady(
    find: (request: DueRequest) => Client | 'skip' | 'stop',
    begin: (request: DueRequest, client: Client) => void,
  ) {
    const left: DueRequest[] = [];
    for (const [index, request] of this.#requests.entries()) {
      const client = find(request);
      if (client === 'stop') {
        left.push(...this.#requests.slice(index));
        break;
      }
      if (client === 'skip') left.push(request);
      else begin(request, client);
    }
    this.#requests = left;
  }
}

/** A client without a request under way on that resource. */
export function findFreeClient(
  clients: Client[],
  resource: OwnResource | undefined,
  random: Random,
): Client | undefined {
  const first = Math.floor(random() * clients.length);
  for (let step = 0; step < clients.length; step += 1) {
    const client = clients[(first + step) % clients.length] as Client;
    if (resource === undefined || !client.busy.has(resource)) return client;
  }
  return undefined;
}
