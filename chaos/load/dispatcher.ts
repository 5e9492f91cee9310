import type { Operation } from '../history.ts';
import type { Client } from './client.ts';
import type { HttpClient } from './http-client.ts';
import { perform } from './perform.ts';
import { type Plan, planRequest } from './plan.ts';
import type { Random } from './random.ts';
import { findFreeClient, type Waiting, WaitingLine } from './waiting-line.ts';
import { traitsOf } from './wishes.ts';

export interface DispatcherOptions {
  clients: Client[];
  http: HttpClient;
  /** Begins every mark of this run. */
  run: string;
  random: Random;
  /** Milliseconds since the run began. */
  nowMs(): number;
  /** Gets each operation as it ends. */
  record(operation: Operation): void;
}

const mostOutstanding = 1_000;
// A client does not wait longer for its turn than for an answer.
const patienceMs = 20_000;

/** Sends what is due as soon as a client is free for it; each does one thing at a time to each of its own things. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #line = new WaitingLine();
  readonly #outstanding = new Set<Promise<unknown>>();

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Puts what is due at the end of the line. */
  add(waiting: Waiting) {
    this.#line.add(waiting);
  }

  /** Begins everything in the line that finds a free client, and gives up what has waited for too long. */
  beginWaiting() {
    const { clients, random, nowMs } = this.#options;
    this.#giveUp(this.#line.takeImpatient(nowMs() - patienceMs));
    this.#line.takeWhile(
      ({ wish }) => {
        if (this.#outstanding.size >= mostOutstanding) return 'stop';
        return findFreeClient(clients, traitsOf(wish).lane, random) ?? 'skip';
      },
      (waiting, client) => this.#begin(waiting, client),
    );
  }

  /** Waits until everything that was begun has ended. */
  async drain() {
    while (this.#outstanding.size > 0) await Promise.race(this.#outstanding);
    this.#giveUp(this.#line.takeImpatient(Number.POSITIVE_INFINITY));
  }

  /** Sends one request and records how it ended. */
  async send(client: Client, plan: Plan, due: { id: number; dueMs: number }): Promise<Operation> {
    const { http, nowMs, record } = this.#options;
    const operation = await perform(client, plan, { http, nowMs, ...due });
    record(operation);
    return operation;
  }

  #begin({ wish, id, dueMs }: Waiting, client: Client) {
    const { run, random } = this.#options;
    const { lane } = traitsOf(wish);
    if (lane) client.busy.add(lane);
    const plan = planRequest(client, wish, { mark: `${run}-${id}`, random });
    const work = this.send(client, plan, { id, dueMs }).finally(() => {
      if (lane) client.busy.delete(lane);
      this.#outstanding.delete(work);
      this.beginWaiting();
    });
    this.#outstanding.add(work);
  }

  // Nobody sent it, so nothing was done; it failed all the same, for whoever wanted it.
  #giveUp(waiting: Waiting[]) {
    const atMs = this.#options.nowMs();
    for (const { id, dueMs, wish } of waiting) {
      const { kind } = traitsOf(wish);
      const never = { sentMs: atMs, endedMs: atMs, outcome: 'fail', status: 'not sent' } as const;
      this.#options.record({ client: 0, id, kind, dueMs, ...never });
    }
  }
}
