import type { ClientRequest } from '../history.ts';
import type { Client } from './client.ts';
import type { HttpClient, Reply } from './http-client.ts';
import { classifyOutcome } from './outcome.ts';
import { planRequest } from './plan-request.ts';
import type { PlannedRequest } from './planned-request.ts';
import type { Random } from './random.ts';
import { type DueRequest, findFreeClient, RequestQueue } from './request-queue.ts';
import { traitsOf } from './request-types.ts';

export interface DispatcherOptions {
  clients: Client[];
  http: HttpClient;
  /** Begins every mark of this run. */
  run: string;
  random: Random;
  /** The lab has the profile events. */
  isTold?: boolean | undefined;
  /** Milliseconds since the run began. */
  nowMs(): number;
  /** Gets each request as it ends. */
  record(request: ClientRequest): void;
}

// What the edge promises of anonymous answers (docs/edge.md). It says the age of older ones in whole seconds.
const promisedAgeMs = ({ ageS = 0 }: Reply) => (ageS + 1) * 1_000;

const maxOutstanding = 1_000;
// A request does not wait longer for a client than the client would wait for the answer.
const maxWaitMs = 20_000;

/** Sends each due request as soon as a client is free for it. A client has one request at a time on each resource. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #queue = new RequestQueue();
  readonly #outstanding = new Set<Promise<unknown>>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Puts a request that is due at the end of the queue. */
  add(request: DueRequest) {
    this.#queue.add(request);
  }

  /** Sends each queued request that has a free client, and gives up those that waited for too long. */
  sendReady() {
    const { clients, random, nowMs } = this.#options;
    this.#giveUp(this.#queue.takeExpired(nowMs() - maxWaitMs));
    this.#queue.takeReady(
      ({ type }) => {
        if (this.#outstanding.size >= maxOutstanding) return 'stop';
        return findFreeClient(clients, traitsOf(type).resource, random) ?? 'skip';
      },
      (request, client) => this.#begin(request, client),
    );
  }

  /** Waits until every request that was sent has ended. */
  async drain() {
    while (this.#outstanding.size > 0) await Promise.race(this.#outstanding);
    this.#giveUp(this.#queue.takeExpired(Number.POSITIVE_INFINITY));
  }

  /** Sends one request and records how it ended. */
  async send(
    { number: client }: Client,
    { route, request, wrote, readBody }: PlannedRequest,
    { id, dueMs }: Pick<DueRequest, 'id' | 'dueMs'>,
  ): Promise<ClientRequest> {
    const { http, nowMs, record } = this.#options;
    const sentMs = nowMs();
    const reply = await http.send(request);
    const outcome = classifyOutcome(reply, { isWrite: wrote !== undefined });
    const found = outcome === 'ok' ? readBody?.(reply.body as never) : undefined;
    const times = { dueMs, sentMs, endedMs: nowMs() };
    const age = request.token === undefined && { mayBeOldMs: promisedAgeMs(reply) };
    const what = { ...(wrote && { wrote }), ...found, ...age };
    const ended = { client, id, route, ...times, outcome, status: reply.status, ...what };
    record(ended);
    return ended;
  }

  #begin({ type, id, dueMs }: DueRequest, client: Client) {
    const { run, random, http, isTold } = this.#options;
    const { resource } = traitsOf(type);
    if (resource) client.busy.add(resource);
    const mark = `${run}-${id}`;
    const plan = planRequest(client, type, { mark, random, isThroughEdge: http.isThroughEdge, isTold });
    const work = this.send(client, plan, { id, dueMs }).finally(() => {
      if (resource) client.busy.delete(resource);
      this.#outstanding.delete(work);
      this.sendReady();
    });
    this.#outstanding.add(work);
  }

  // The request was never sent, so it changed nothing; for its client it failed all the same.
  #giveUp(requests: DueRequest[]) {
    const atMs = this.#options.nowMs();
    for (const { id, dueMs, type } of requests) {
      const { route } = traitsOf(type);
      const unsent = { sentMs: atMs, endedMs: atMs, outcome: 'fail', status: 'not sent' } as const;
      this.#options.record({ client: 0, id, route, dueMs, ...unsent });
    }
  }
}
