import type { MemberConnection } from './connection.ts';
import type { Query } from './database.ts';
import { classifyFailure, type DatabaseFailure, type Phase, type Verdict } from './failures.ts';
import { type Operation, recordChangeSql, recordOperationSql } from './operations.ts';

/** How one run of some work ended. */
export type Attempt<T> = { verdict: 'done'; value: T } | { verdict: Verdict; failure: DatabaseFailure & Error };

/** A COMMIT may wait for the whole group, where a statement only waits for one member. */
const commitPatience = 2;

type Work<T> = (query: Query) => Promise<T>;

/** Runs a read once on this connection. */
export async function attemptRead<T>(connection: MemberConnection, work: Work<T>): Promise<Attempt<T>> {
  try {
    const value = await work(connection.query);
    return connection.failure ? broken(connection.failure) : { verdict: 'done', value };
  } catch (error) {
    return refused(connection, error as Error);
  }
}

/** Runs a transaction once on this connection; the operation's id is committed with it, and says later whether it was and by which run. */
export async function attemptWrite<T>(
  connection: MemberConnection,
  work: Work<T>,
  operation: Operation,
): Promise<Attempt<T>> {
  const attempt = await attemptRead(connection, work);
  if (attempt.verdict !== 'done') return attempt;
  if (connection.isBusy)
    return { verdict: 'final', failure: new Error('The work ended before all its statements had.') };
  // Nothing to lose: the transaction is ended while the connection goes back.
  if (!connection.changed) return attempt;
  return commit(connection, attempt.value, operation);
}

/** A write whose work starts all its statements together, the one that changes rows first. */
export interface WholeWrite<T = unknown> {
  work: Work<T>;
  operation: Operation;
}

/** Runs such writes in one transaction that is one packet, COMMIT included: all of them are done, or none. */
export async function attemptTogether<T>(
  connection: MemberConnection,
  writes: readonly WholeWrite<T>[],
): Promise<Attempt<T>[]> {
  connection.patienceMs *= commitPatience;
  const runs: Promise<Attempt<T>>[] = [];
  for (const { work, operation } of writes) {
    connection.commitWithNext({
      sql: recordChangeSql(operation.id),
      onRecorded: () => {
        operation.isDoubtful = false;
      },
    });
    runs.push(attemptRead(connection, work));
    await Promise.resolve(); // until its statements have started
  }
  const attempts = await Promise.all(runs);
  const { failure } = connection;
  return failure ? writes.map(({ operation }) => doubt(failure, operation, 'all sent')) : attempts;
}

async function commit<T>(connection: MemberConnection, value: T, operation: Operation): Promise<Attempt<T>> {
  const run = operation.values.push(value) - 1;
  connection.patienceMs *= commitPatience;
  try {
    await connection.send([recordOperationSql(operation.id, run), 'COMMIT']);
    connection.inTransaction = false;
    operation.isDoubtful = false;
    return { verdict: 'done', value };
  } catch (error) {
    connection.failure = error as DatabaseFailure & Error;
    return doubt(connection.failure, operation, 'commit sent');
  }
}

function doubt<T>(failure: DatabaseFailure & Error, operation: Operation, phase: Phase): Attempt<T> {
  const verdict = classifyFailure(failure, phase);
  // An answer to one of several statements, COMMIT among them: before it is handed on it has to be sure that nothing was committed.
  operation.isDoubtful ||= verdict === 'unknown' || verdict === 'final';
  return { verdict, failure };
}

/** The work threw: for a reason of its own, or because a statement failed that takes the whole run with it. */
function refused<T>(connection: MemberConnection, error: Error): Attempt<T> {
  return connection.failure ? broken(connection.failure) : { verdict: 'final', failure: error };
}

function broken<T>(failure: DatabaseFailure & Error): Attempt<T> {
  const verdict = classifyFailure(failure, 'working');
  return verdict === 'unknown' ? { verdict: 'safe', failure } : { verdict, failure };
}
