import { bindQuery } from './bound-query.ts';
import type { Query } from './database.ts';
import { classifyFailure, type DatabaseFailure, keepsConnection } from './failures.ts';
import { type Member, noteApplied } from './members.ts';
import { type Position, parseMark, renderGtidSet } from './position.ts';
import { type ChangeRecord, completeTransaction, isLook, type Pending, type Share } from './whole-transaction.ts';
import { createFailure, type Wire } from './wire.ts';

/** What the one who holds the connection may do on it. */
export type Use = 'nothing' | 'read' | 'write';

/** A member that does not have these GTIDs by then fails the statement, and with it everything after it in the packet. */
const waitSeconds = 0.5;
const waitFailure = 'wait_for_executed_gtid_set';

/** The statement that lets the rest of its packet run only on a member that has applied these marks: EXP(710) is out of range, EXP(0) is not. */
export function renderWait(missing: Position): string {
  return `DO EXP(710 * WAIT_FOR_EXECUTED_GTID_SET('${renderGtidSet(missing)}', ${waitSeconds}))`;
}

/** A connection to one member, with its own knex. Statements that start together travel together, and fail together. */
export class MemberConnection {
  readonly query: Query;
  readonly member: Member;
  readonly wire: Wire;
  /** When it is to be closed, so that connections spread over members that came back. */
  retireAtMs = 0;
  idleSinceMs = 0;
  patienceMs = 0;
  /** The failure after which nothing more may be sent, because the transaction is gone or the member is the wrong one. */
  failure: (DatabaseFailure & Error) | null = null;
  /** Whether a statement of this transaction changed rows. */
  changed = false;
  use: Use = 'nothing';
  /** Whether a transaction was begun that has not ended. */
  inTransaction = false;
  /** The mark of the last commit of this use. */
  ownWrites: Position = [];
  #before: string[] = [];
  /** What makes the next packet a whole transaction: the writes in it, and where the statements of each begin. */
  #shares: { record: ChangeRecord; from: number }[] = [];
  #waitsFor: Position = [];
  #queue: Pending[] = [];
  #scheduled = false;
  #sending = false;

  constructor(wire: Wire, member: Member) {
    this.wire = wire;
    this.member = member;
    this.query = bindQuery((sql, bindings) => this.#enqueue(sql, bindings));
  }

  /** Starts a use; what must come before its first statement travels with it. */
  begin(use: Use, options: { missing: Position; patienceMs: number }): void {
    this.use = use;
    this.failure = null;
    this.changed = false;
    this.ownWrites = [];
    this.patienceMs = options.patienceMs;
    this.#waitsFor = options.missing;
    this.#before = options.missing.length > 0 ? [renderWait(options.missing)] : [];
    if (use === 'write') this.#before.push('START TRANSACTION');
  }

  /** Makes the next packet a whole transaction; the statements from here on are of the write that `record` stands for. */
  commitWithNext(record: ChangeRecord): void {
    this.#shares.push({ record, from: this.#queue.length });
  }

  /** Ends a use; statements that come later belong to nobody. */
  end(): void {
    this.use = 'nothing';
    this.#before = [];
    this.#shares = [];
  }

  /** Whether a statement was started that nobody waited for. */
  get isBusy(): boolean {
    return this.#sending || this.#queue.length > 0;
  }

  /** Sends statements of this folder's own in one packet and gives their results. */
  send(statements: string[]): Promise<unknown[]> {
    const { patienceMs } = this;
    return new Promise((resolve, reject) => {
      this.wire.send(statements.join(';'), { count: statements.length, patienceMs }, (failure, results) => {
        if (failure) return reject(failure);
        this.#noteOwnWrites(results);
        resolve(results);
      });
    });
  }

  #enqueue(sql: string, bindings: readonly unknown[]): Promise<[unknown, unknown]> {
    const refusal = this.#refusal(sql);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.#queue.push({ sql: this.wire.format(sql, bindings), resolve, reject });
      this.#schedule();
    });
  }

  #refusal(sql: string): Error | null {
    if (this.failure) return this.failure;
    if (this.use === 'nothing') return new Error(`A statement was started after its work had ended: ${sql}`);
    if (this.use === 'read' && !isLook(sql)) return new Error(`A read may only select; use write for: ${sql}`);
    return null;
  }

  #schedule(): void {
    if (this.#scheduled || this.#sending || this.#queue.length === 0) return;
    this.#scheduled = true;
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    const before = this.#before;
    this.#before = [];
    this.inTransaction = this.use === 'write';
    const batch = this.#complete(this.#queue.splice(0));
    if (batch.length === 0) return;
    this.#sending = true;
    const statements = [...before, ...batch.map((pending) => pending.sql)];
    const options = { count: statements.length, patienceMs: this.patienceMs };
    this.wire.send(statements.join(';'), options, (failure, results, fields) => {
      this.#sending = false;
      if (failure) this.#reject(batch, failure);
      else this.#resolve(batch, results.slice(before.length), fields.slice(before.length));
      this.#schedule();
    });
  }

  #complete(asked: Pending[]): Pending[] {
    if (this.#shares.length === 0) return asked;
    const shares = this.#shares.map(({ record, from }, place): Share => {
      return { record, asked: asked.slice(from, this.#shares[place + 1]?.from) };
    });
    const whole = completeTransaction(shares, (result) => this.#noteCommitted(result));
    this.end();
    return whole;
  }

  #noteCommitted(result: unknown): void {
    this.inTransaction = false;
    this.#noteOwnWrites([result]);
  }

  #resolve(batch: Pending[], results: unknown[], fields: unknown[]): void {
    if (this.#waitsFor.length > 0) this.#noteCaughtUp();
    batch.forEach((pending, index) => {
      const result = results[index];
      if ((result as { affectedRows?: number }).affectedRows) this.changed = true;
      pending.resolve([result, fields[index]]);
    });
  }

  #reject(batch: Pending[], failure: DatabaseFailure & Error): void {
    const behind = failure.errno === 1690 && failure.message.includes(waitFailure);
    const reason = behind ? createFailure('MEMBER_BEHIND', `Member ${this.member.name} has not caught up.`) : failure;
    // Of several statements nobody knows which one failed: what came before it is not to be built upon.
    const isUnclear = this.inTransaction && batch.length > 1;
    if (isUnclear || classifyFailure(reason, 'working') !== 'final') this.failure = reason;
    const rest = this.failure ? this.#queue.splice(0) : [];
    for (const pending of [...batch, ...rest]) pending.reject(reason);
  }

  #noteCaughtUp(): void {
    noteApplied(this.member, this.#waitsFor);
    this.#waitsFor = [];
  }

  #noteOwnWrites(results: unknown[]): void {
    for (const gtid of results.flatMap(listGtids)) {
      this.ownWrites = [parseMark(gtid, this.member.uuid, Date.now())];
      noteApplied(this.member, this.ownWrites);
    }
  }

  /** Whether the connection may serve another request after this use. */
  get isReusable(): boolean {
    return !this.wire.isLost && !this.isBusy && (this.failure === null || keepsConnection(this.failure));
  }
}

function listGtids(result: unknown): string[] {
  return (result as { stateChanges?: { gtids?: string[] } } | null)?.stateChanges?.gtids ?? [];
}
