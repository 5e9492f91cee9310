import { type Attempt, attemptRead, attemptWrite } from './attempt.ts';
import type { MemberConnection } from './connection.ts';
import type { Query, Session, SessionOptions } from './database.ts';
import { needsSettling } from './doubt.ts';
import type { Manners } from './gathered-reads.ts';
import { createOperation, type Operation } from './operations.ts';
import { persist } from './persist.ts';
import { merge, type Position } from './position.ts';
import { noteWritten, type Purpose, type Runtime } from './runtime.ts';
import { settle, settleLater } from './settle.ts';

type Work<T> = (query: Query) => Promise<T>;

const defaultDeadlineMs = 15_000;

/** What one request does with the database: a failure that is not its answer never reaches it. */
export class ResilientSession implements Session {
  readonly #runtime: Runtime;
  readonly #purpose: Purpose;
  #written: Position | undefined;

  constructor(runtime: Runtime, { requestId, deadlineMs = defaultDeadlineMs, after = [] }: SessionOptions) {
    this.#runtime = runtime;
    this.#purpose = { requestId, deadlineAtMs: Date.now() + deadlineMs, seen: after };
  }

  written(): Position | undefined {
    return this.#written;
  }

  read<T>(work: Work<T>, manners: Manners = {}): Promise<T> {
    const run = <Result>(work: Work<Result>) => this.#read(work);
    return this.#runtime.gatheredReads.ask(work, manners, { seen: this.#purpose.seen, run });
  }

  #read<T>(work: Work<T>): Promise<T> {
    return persist(this.#runtime, this.#purpose, {
      kind: 'read',
      tryOnce: (connection) => attemptRead(connection, work),
    });
  }

  write<T>(work: Work<T>): Promise<T> {
    let operation = createOperation(Date.now());
    return persist(this.#runtime, this.#purpose, {
      kind: 'write',
      tryOnce: (connection) => this.#writeOnce(connection, work, operation),
      conclude: async (attempt) => {
        if (!needsSettling(attempt, operation)) return attempt;
        const doubtful = operation;
        operation = createOperation(Date.now());
        return this.#settle(attempt, doubtful);
      },
      abandon: () => operation.isDoubtful && settleLater(this.#runtime, this.#purpose, operation.id),
    });
  }

  async #writeOnce<T>(connection: MemberConnection, work: Work<T>, operation: Operation): Promise<Attempt<T>> {
    const attempt = await attemptWrite(connection, work, operation);
    this.#remember(connection.ownWrites);
    return attempt;
  }

  /** A committed operation is done, by the run that committed; with a sealed one, what the last run brought stands. */
  async #settle<T>(attempt: Attempt<T>, { id, values }: Operation): Promise<Attempt<T>> {
    const { outcome, run, marks } = await settle(this.#runtime, this.#purpose, id);
    if (outcome === 'sealed') return attempt;
    this.#remember(marks);
    return { verdict: 'done', value: values[run] as T };
  }

  #remember(marks: Position): void {
    if (marks.length === 0) return;
    noteWritten(this.#runtime, marks);
    this.#written = merge(this.#written ?? [], marks);
    this.#purpose.seen = merge(this.#purpose.seen, marks);
  }
}
