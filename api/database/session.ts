import { type Attempt, attemptRead, attemptTogether, attemptWrite } from './attempt.ts';
import type { MemberConnection } from './connection.ts';
import { type Query, type Recall, requestPatienceMs, type Session, type SessionOptions } from './database.ts';
import { needsSettling } from './doubt.ts';
import type { Manners } from './gathered-reads.ts';
import { createOperation, type Operation } from './operations.ts';
import { persist, tryUntilAnswered } from './persist.ts';
import { merge, type Position } from './position.ts';
import { noteWritten, type Purpose, type Runtime } from './runtime.ts';
import { settle, settleLater } from './settle.ts';

type Work<T> = (query: Query) => Promise<T>;

/** What one request does with the database: a failure that is not its answer never reaches it. */
export class ResilientSession implements Session {
  readonly #runtime: Runtime;
  readonly #purpose: Purpose;
  #written: Position | undefined;

  constructor(runtime: Runtime, { requestId, deadlineMs = requestPatienceMs, after = [] }: SessionOptions) {
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

  write<T>(work: Work<T>, recall?: Recall<T>): Promise<T> {
    const tryWrite = recall ? attemptAlone : attemptWrite;
    let operation = createOperation(Date.now());
    let isToGoAlone = recall === undefined;
    return persist(this.#runtime, this.#purpose, {
      kind: 'write',
      tryTogether: (purpose) => {
        const journey = isToGoAlone ? undefined : this.#runtime.gatheredWrites.join({ work, operation, purpose });
        return journey?.then(({ attempt, marks, ...next }) => {
          this.#remember(marks);
          isToGoAlone = next.isToGoAlone;
          return attempt;
        });
      },
      tryOnce: (connection) => this.#writeOnce(connection, () => tryWrite(connection, work, operation)),
      conclude: async (attempt) => {
        if (!needsSettling(attempt, operation)) return attempt;
        const doubtful = operation;
        operation = createOperation(Date.now());
        return this.#settle(attempt, doubtful, recall);
      },
      abandon: () => operation.isDoubtful && settleLater(this.#runtime, this.#purpose, operation.id),
    });
  }

  async #writeOnce<T>(connection: MemberConnection, tryOnce: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    const attempt = await tryOnce();
    this.#remember(connection.ownWrites);
    return attempt;
  }

  /** A committed operation is done, by the run that committed; with a sealed one, what the last run brought stands. */
  async #settle<T>(attempt: Attempt<T>, { id, values }: Operation, recall?: Recall<T>): Promise<Attempt<T>> {
    const { outcome, run, insertedId, marks } = await settle(this.#runtime, this.#purpose, id);
    if (outcome === 'sealed') return attempt;
    this.#remember(marks);
    const value = recall ? await this.#recall((query) => recall(query, insertedId)) : (values[run] as T);
    return { verdict: 'done', value };
  }

  #recall<T>(work: Work<T>): Promise<T> {
    const tryOnce = (connection: MemberConnection) => attemptRead(connection, work);
    return tryUntilAnswered(this.#runtime, this.#purpose, { kind: 'read', tryOnce });
  }

  #remember(marks: Position): void {
    if (marks.length === 0) return;
    noteWritten(this.#runtime, marks);
    this.#written = merge(this.#written ?? [], marks);
    this.#purpose.seen = merge(this.#purpose.seen, marks);
  }
}

async function attemptAlone<T>(connection: MemberConnection, work: Work<T>, operation: Operation): Promise<Attempt<T>> {
  const [attempt] = await attemptTogether(connection, [{ work, operation }]);
  return attempt as Attempt<T>;
}
