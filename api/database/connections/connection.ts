import { type Member, noteApplied } from '../causality/members.ts';
import { type Position, parseMark, renderGtidSet } from '../causality/position.ts';
import { classifyFailure, type DatabaseFailure, keepsConnection } from '../failures/failures.ts';
import type { StatementResult, Wire } from './wire.ts';

/** A member that does not have these GTIDs by then fails the statement, and with it everything after it in the packet. */
const waitSeconds = 0.5;

/** Lets the rest of its packet run only on a member that has applied these marks: EXP(710) is out of range, EXP(0) is not. */
export function renderWait(missing: Position): string[] {
  if (missing.length === 0) return [];
  return [`DO EXP(710 * WAIT_FOR_EXECUTED_GTID_SET('${renderGtidSet(missing)}', ${waitSeconds}))`];
}

/** A connection to one member, and how the transaction on it stands. */
export class MemberConnection {
  readonly member: Member;
  readonly wire: Wire;
  /** When it is to be closed, so that connections spread over members that came back. */
  retireAtMs = 0;
  idleSinceMs = 0;
  /** How long one packet may take. */
  patienceMs = 0;
  /** The failure after which nothing more may be sent: the transaction is gone, or the member is the wrong one. */
  failure: DatabaseFailure | null = null;
  /** Whether a statement of this use changed rows. */
  changed = false;
  /** Whether a transaction was begun that has not ended. */
  inTransaction = false;
  /** Whether a packet is under way. */
  isSending = false;
  /** The mark of the last commit of this use. */
  ownWrites: Position = [];
  #missing: Position = [];
  /** What the next packet starts with. */
  #before: string[] = [];

  constructor(wire: Wire, member: Member) {
    this.wire = wire;
    this.member = member;
  }

  /** Starts a use, whose first packet waits for marks that the member is not known to have applied. */
  begin(patienceMs: number, missing: Position = []): void {
    this.failure = null;
    this.changed = false;
    this.ownWrites = [];
    this.patienceMs = patienceMs;
    this.#missing = missing;
    this.#before = renderWait(missing);
  }

  /** Puts a statement in front of the next packet. */
  sendBefore(statement: string): void {
    this.#before.push(statement);
  }

  /** Begins a transaction with the next packet. */
  startTransaction(): void {
    this.inTransaction = true;
    this.sendBefore('START TRANSACTION');
  }

  /** Sends statements in one packet and gives the result of each. */
  async send(statements: string[]): Promise<StatementResult[]> {
    const sentAtMs = Date.now();
    const before = this.#before.splice(0);
    const missing = this.#missing;
    this.#missing = [];
    this.isSending = true;
    try {
      const results = await this.wire.send([...before, ...statements], this.patienceMs);
      noteApplied(this.member, missing);
      return this.#noteResults(results.slice(before.length), sentAtMs);
    } catch (error) {
      // MySQL does not say which of several statements failed: what came before it is not to be built upon.
      const isUnclear = this.inTransaction && statements.length > 1;
      if (isUnclear || classifyFailure(error as DatabaseFailure, 'working') !== 'final') this.failure = error as Error;
      throw error;
    } finally {
      this.isSending = false;
    }
  }

  /** Whether the connection may serve another request after this use. */
  get isReusable(): boolean {
    return !this.wire.isLost && !this.isSending && (this.failure === null || keepsConnection(this.failure));
  }

  #noteResults(results: StatementResult[], sentAtMs: number): StatementResult[] {
    for (const result of results as ResultHeader[]) {
      if (result.affectedRows) this.changed = true;
      for (const gtid of result.stateChanges?.gtids ?? []) {
        this.ownWrites = [parseMark(gtid, { member: this.member.uuid, sentAtMs, heardAtMs: Date.now() })];
        noteApplied(this.member, this.ownWrites);
      }
    }
    return results;
  }
}

interface ResultHeader {
  affectedRows?: number;
  stateChanges?: { gtids?: string[] };
}
