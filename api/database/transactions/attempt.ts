import { type Operation, recordChangeSql, recordOperationSql } from '../commits/operations.ts';
import type { MemberConnection } from '../connections/connection.ts';
import { runOnConnection, type StartedStatement, StatementCollector } from '../connections/packet-query.ts';
import type { StatementResult } from '../connections/wire.ts';
import { classifyFailure, type DatabaseFailure, type FailureMeaning } from '../failures/failures.ts';
import type { ChangeInSteps, Look, Written } from '../session.ts';

/** How one try of some work ended. */
export type Attempt<T> = { outcome: 'done'; value: T } | { outcome: FailureMeaning; failure: DatabaseFailure };

/** A write with the operation that stands for it. */
export interface RecordedWrite<T> {
  /** Statements with their values in them, or steps. */
  change: string[] | ChangeInSteps;
  look: Look<T>;
  operation: Operation;
}

/** A write whose statements are known beforehand. */
export type WriteOfStatements<T> = RecordedWrite<T> & { change: string[] };

/** Whether a write can be sent in one packet, and be committed together with others. */
export function isOfStatements<T, W extends RecordedWrite<T>>(write: W): write is W & { change: string[] } {
  return typeof write.change !== 'function';
}

/** A COMMIT may wait for the whole group, where a statement only waits for one member. */
const commitPatience = 2;

/** Does something once on this connection. */
export async function attempt<T>(connection: MemberConnection, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    const value = await work();
    return connection.failure ? classifyBroken(connection.failure) : { outcome: 'done', value };
  } catch (error) {
    // For a reason of its own, or because a statement failed that takes the whole try with it.
    if (connection.failure) return classifyBroken(connection.failure);
    return { outcome: 'final', failure: error as Error };
  }
}

/** Runs a look once on this connection. */
export function attemptLook<T>(connection: MemberConnection, look: Look<T>): Promise<Attempt<T>> {
  return attempt(connection, () => runOnConnection(connection, look, { mayChange: false }));
}

/** Runs a transaction whose change takes steps; its last packet records the operation, looks and commits. */
export async function attemptInSteps<T>(
  connection: MemberConnection,
  write: RecordedWrite<T> & { change: ChangeInSteps },
): Promise<Attempt<Written<T>>> {
  connection.startTransaction();
  const changed = await attempt(connection, () => runOnConnection(connection, write.change, { mayChange: true }));
  if (changed.outcome !== 'done') return changed;
  if (!connection.changed) {
    // The transaction is rolled back as the connection is released.
    const seen = await attemptLook(connection, write.look);
    return seen.outcome === 'done' ? { ...seen, value: { hasChanged: false, seen: seen.value } } : seen;
  }
  const part = createTransactionPart(write, { change: [], recordSql: recordOperationSql(write.operation.id) });
  return (await commit(connection, [part]))[0] as Attempt<Written<T>>;
}

/** Runs writes of statements in one transaction that is one packet, COMMIT included: all of them are done, or none. */
export async function attemptInOnePacket<T>(
  connection: MemberConnection,
  writes: readonly WriteOfStatements<T>[],
): Promise<Attempt<Written<T>>[]> {
  connection.startTransaction();
  const parts = writes.map((write) =>
    createTransactionPart(write, { change: write.change, recordSql: recordChangeSql(write.operation.id) }),
  );
  return commit(connection, parts);
}

/** What one write adds to the last packet of a transaction. */
interface TransactionPart<T> {
  operation: Operation;
  /** Why the transaction must not be sent. */
  refusal: Error | null;
  statements: string[];
  /** Hands the results to the look, and gives what came of the write. */
  finish(results: StatementResult[]): Promise<Attempt<Written<T>>>;
  reject(failure: DatabaseFailure): void;
}

/** The record comes right behind the first statement, whose ROW_COUNT() it asks for; the look comes last. */
function createTransactionPart<T>(
  { look, operation }: RecordedWrite<T>,
  { change: [first, ...rest], recordSql }: { change: string[]; recordSql: string },
): TransactionPart<T> {
  const changes = [...(first === undefined ? [] : [first]), recordSql, ...rest];
  const recordAt = first === undefined ? 0 : 1;
  const collector = new StatementCollector();
  const seen = look(collector.query).then(
    (value) => ({ value }),
    (failure: Error) => ({ failure }),
  );
  const { refusal } = collector;
  collector.close(new Error('A look at the outcome of a write starts all its statements together.'));
  const looks: StartedStatement[] = collector.take();
  return {
    operation,
    refusal,
    statements: [...changes, ...looks.map(({ sql }) => sql)],
    async finish(results) {
      const hasChanged = (results[recordAt] as { affectedRows: number }).affectedRows > 0;
      // The record is there: no earlier try can have been committed.
      if (hasChanged) operation.isDoubtful = false;
      for (const [place, { resolve }] of looks.entries()) resolve(results[changes.length + place]);
      const outcome = await seen;
      if ('failure' in outcome) return { outcome: 'final', failure: outcome.failure };
      return { outcome: 'done', value: { hasChanged, seen: outcome.value } };
    },
    reject: (failure) => looks.forEach((statement) => void statement.reject(failure)),
  };
}

async function commit<T>(connection: MemberConnection, parts: TransactionPart<T>[]): Promise<Attempt<Written<T>>[]> {
  const refusal = parts.find((part) => part.refusal)?.refusal;
  if (refusal) return parts.map(() => ({ outcome: 'final', failure: refusal }));
  connection.patienceMs *= commitPatience;
  try {
    const results = await connection.commit(parts.flatMap(({ statements }) => statements));
    const ofPart = parts.map(({ statements }) => results.splice(0, statements.length));
    return await Promise.all(parts.map(({ finish }, place) => finish(ofPart[place] ?? [])));
  } catch (error) {
    const failure = error as DatabaseFailure;
    for (const { reject } of parts) reject(failure);
    return parts.map(({ operation }) => classifyCommitFailure(failure, operation));
  }
}

function classifyCommitFailure<T>(failure: DatabaseFailure, operation: Operation): Attempt<T> {
  const outcome = classifyFailure(failure, 'commit sent');
  // An answer to one of several statements, COMMIT among them: before it is handed on the operation is settled.
  operation.isDoubtful ||= outcome === 'unknown' || outcome === 'final';
  return { outcome, failure };
}

function classifyBroken<T>(failure: DatabaseFailure): Attempt<T> {
  const outcome = classifyFailure(failure, 'working');
  return { outcome: outcome === 'unknown' ? 'safe' : outcome, failure };
}
