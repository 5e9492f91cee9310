import { patience } from '../../patience.ts';
import type { Position } from '../causality/position.ts';
import { createFailure, nameFailure } from '../failures/failures.ts';
import { nextDelayMs } from '../failures/retry-delay.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import { chooseConnection } from './choose-connection.ts';
import type { MemberConnection } from './connection.ts';
import { countCause, type Reporting } from './reporting.ts';
import { createWaitingLine } from './waiting-line.ts';

/** What a pool is made of. */
export interface PoolOptions extends Reporting {
  size: number;
  /** Opens a connection that a request may be given. */
  open(): Promise<MemberConnection>;
}

const maxWaiting = 2_000;
const maxConnecting = 4;
const lifeMs = 60_000;
const checkIdleAfterMs = 5_000;
const checkPatienceMs = 1_000 * patience;

/** Connections to whichever members HAProxy gives, kept at a number, checked when idle and renewed now and then. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #all = new Set<MemberConnection>();
  #idle: MemberConnection[] = [];
  readonly #line = createWaitingLine<MemberConnection>(maxWaiting);
  #connecting = 0;
  #failures = 0;
  #connectNotBeforeMs = 0;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A connection for exclusive use until `release`; at once where one is idle. */
  acquire(seen: Position, untilMs: number): MemberConnection | Promise<MemberConnection> {
    if (this.#closed) throw new DatabaseUnavailable('closed');
    return this.#takeIdle(chooseConnection(this.#idle, seen, Date.now())) ?? this.#line.wait(untilMs);
  }

  #takeIdle(index: number): MemberConnection | undefined {
    return index === -1 ? undefined : this.#idle.splice(index, 1)[0];
  }

  /** Takes a connection back; one that is in doubt is closed, one in a transaction is rolled back first. */
  release(connection: MemberConnection): void {
    const unknown = 'The connection was left in an unknown state.';
    if (!connection.isReusable)
      connection.wire.destroy(connection.failure ?? createFailure('CONNECTION_CLOSED', unknown));
    else if (connection.inTransaction) this.#offerAfter(connection, 'ROLLBACK');
    else this.#offer(connection);
  }

  /** Several times a second: ends waits that are over, checks idle connections, makes missing ones. */
  tick(): void {
    this.#line.expire(Date.now());
    this.#checkIdle();
    this.#refill();
  }

  /** Closes every connection; the ones in use get `graceMs` to come back. */
  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    this.#line.dismiss(new DatabaseUnavailable('closed'));
    const endsAtMs = Date.now() + graceMs;
    while (this.#idle.length < this.#all.size && Date.now() < endsAtMs)
      await new Promise((done) => setTimeout(done, 10));
    for (const connection of this.#all) this.#retire(connection);
  }

  /** Whether there is no connection at all. */
  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  describe() {
    const byMember: Record<string, number> = {};
    for (const { member } of this.#all) countCause(byMember, member.name);
    const { length: waiting } = this.#line;
    return { open: this.#all.size, idle: this.#idle.length, connecting: this.#connecting, waiting, byMember };
  }

  #offer(connection: MemberConnection): void {
    const nowMs = Date.now();
    connection.idleSinceMs = nowMs;
    if (this.#closed || nowMs >= connection.retireAtMs) this.#retire(connection);
    else if (!this.#line.serve(connection)) this.#idle.push(connection);
  }

  #offerAfter(connection: MemberConnection, statement: string): void {
    connection.inTransaction = false;
    const release = () => this.release(connection);
    connection.send([statement]).then(release, release);
  }

  #retire(connection: MemberConnection): void {
    this.#forget(connection);
    connection.wire.quit();
    this.#refill();
  }

  #forget(connection: MemberConnection): void {
    if (!this.#all.delete(connection)) return;
    const index = this.#idle.indexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }

  #lose(connection: MemberConnection, failure: Error): void {
    const { counters, log } = this.#options;
    countCause(counters.lostConnections, nameFailure(failure));
    log.info({ member: connection.member.name, reason: failure.message }, 'database connection lost');
    this.#forget(connection);
    this.#refill();
  }

  #checkIdle(): void {
    const sinceMs = Date.now() - checkIdleAfterMs;
    const connection = this.#takeIdle(this.#idle.findIndex(({ idleSinceMs }) => idleSinceMs < sinceMs));
    if (connection === undefined) return;
    connection.begin(checkPatienceMs);
    this.#offerAfter(connection, 'DO 0');
  }

  #refill(): void {
    if (this.#closed || Date.now() < this.#connectNotBeforeMs) return;
    while (this.#connecting < maxConnecting && this.#all.size + this.#connecting < this.#options.size) this.#connect();
  }

  async #connect(): Promise<void> {
    this.#connecting += 1;
    try {
      this.#add(await this.#options.open());
    } catch (error) {
      this.#noteFailedConnect(error as Error);
    } finally {
      this.#connecting -= 1;
    }
    this.#refill();
  }

  #add(connection: MemberConnection): void {
    if (connection.wire.isLost) return;
    if (this.isEmpty) this.#noteRecovery();
    this.#failures = 0;
    this.#all.add(connection);
    connection.wire.onLost = (failure) => this.#lose(connection, failure);
    connection.retireAtMs = Date.now() + lifeMs * (0.5 + Math.random());
    this.#offer(connection);
  }

  #noteFailedConnect(failure: Error): void {
    this.#connectNotBeforeMs = Date.now() + nextDelayMs(this.#failures);
    this.#failures += 1;
    if (this.isEmpty) this.#noteOutage(failure);
  }

  #noteOutage({ message: reason }: Error): void {
    const { breakers, log } = this.#options;
    for (const breaker of Object.values(breakers)) breaker.failed(Date.now());
    log.warn({ reason }, 'no connection to the database');
  }

  #noteRecovery(): void {
    const { breakers, log } = this.#options;
    for (const breaker of Object.values(breakers)) breaker.succeeded();
    log.info({}, 'connected to the database');
  }
}
