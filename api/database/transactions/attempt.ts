import type { MemberConnection } from '../connections/connection.ts';
import { Packet, runOnConnection } from '../connections/packet.ts';
import { classifyFailure, type DatabaseFailure, type FailureMeaning } from '../failures/failures.ts';
import type { ChangeInSteps, Look, Written } from '../session.ts';
import { type Operation, recordChangeSql, recordOperationSql } from './operations.ts';

/** How one try of some work ended. */
export type Attempt<T> = { outcome: 'done'; value: T } | { outcome: FailureMeaning; failure: DatabaseFailure };

/** A write with the operation that stands for it; `change` are statements with their values in them, or steps. */
export interface RecordedWrite<T, Change = string[] | ChangeInSteps> {
  change: Change;
  look: Look<T>;
  operation: Operation;
}

/** A COMMIT may wait for the whole group, where a statement only waits for one member. */
const commitPatience = 2;

/** Does something once on this connection. */
export async function attempt<T>(connection: MemberConnection, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    const value = await work();
    if (!connection.failure) return { outcome: 'done', value };
  } catch (error) {
    if (!connection.failure) return { outcome: 'final', failure: error as Error };
  }
  // A statement failed that takes the whole try with it, whatever the work made of that.
  return { outcome: classifyFailure(connection.failure, 'working'), failure: connection.failure };
}

/** Runs a look once on this connection. */
export function attemptLook<T>(connection: MemberConnection, look: Look<T>): Promise<Attempt<T>> {
  return attempt(connection, () => runOnConnection(connection, look, { mayChange: false }));
}

/** Runs a transaction whose change takes steps; its last packet records the operation, looks and commits. */
export async function attemptInSteps<T>(
  connection: MemberConnection,
  { change, look, operation }: RecordedWrite<T, ChangeInSteps>,
): Promise<Attempt<Written<T>>> {
  connection.startTransaction();
  const changed = await attempt(connection, () => runOnConnection(connection, change, { mayChange: true }));
  if (changed.outcome !== 'done') return changed;
  if (!connection.changed) {
    // The transaction is rolled back as the connection is released.
    const seen = await attemptLook(connection, look);
    return seen.outcome === 'done' ? { ...seen, value: { hasChanged: false, seen: seen.value } } : seen;
  }
  const last = { change: [], look, operation, record: recordOperationSql(operation.id) };
  return (await commit(connection, [last]))[0] as Attempt<Written<T>>;
}

/** Runs writes of statements in one transaction that is one packet, COMMIT included: all of them are done, or none. */
export async function attemptInOnePacket<T>(
  connection: MemberConnection,
  writes: readonly RecordedWrite<T, string[]>[],
): Promise<Attempt<Written<T>>[]> {
  connection.startTransaction();
  return commit(
    connection,
    writes.map((write) => ({ ...write, record: recordChangeSql(write.operation.id) })),
  );
}

/** What one write adds to the last packet of a transaction. */
interface TransactionPart<T> extends RecordedWrite<T, string[]> {
  record: string;
}

async function commit<T>(connection: MemberConnection, parts: TransactionPart<T>[]): Promise<Attempt<Written<T>>[]> {
  const packet = new Packet();
  const written = Promise.allSettled(parts.map((part) => changeAndLook(packet, part)));
  const { refusal } = packet;
  const committed = packet.start('COMMIT');
  connection.patienceMs *= commitPatience;
  packet.send(connection);
  packet.refusal ??= new Error('A look at the outcome of a write starts all its statements together.');
  try {
    await committed;
    connection.inTransaction = false;
  } catch (failure) {
    if (refusal) return parts.map(() => ({ outcome: 'final', failure: refusal }));
    return parts.map(({ operation }) => classifyCommitFailure(failure as DatabaseFailure, operation));
  }
  return (await written).map((end) =>
    end.status === 'fulfilled' ? { outcome: 'done', value: end.value } : { outcome: 'final', failure: end.reason },
  );
}

/** The record comes right behind the first statement, whose ROW_COUNT() it asks for; the look comes last. */
async function changeAndLook<T>(
  packet: Packet,
  { change, record, look, operation }: TransactionPart<T>,
): Promise<Written<T>> {
  const start = (statements: string[]) => Promise.all(statements.map((sql) => packet.start(sql)));
  const [, recorded, , seen] = await Promise.all([
    start(change.slice(0, 1)),
    packet.start(record) as Promise<{ affectedRows: number }>,
    start(change.slice(1)),
    look(packet.createQuery({ mayChange: false })),
  ]);
  const hasChanged = recorded.affectedRows > 0;
  // The record is there: no earlier try can have been committed.
  if (hasChanged) operation.isDoubtful = false;
  return { hasChanged, seen };
}

function classifyCommitFailure<T>(failure: DatabaseFailure, operation: Operation): Attempt<T> {
  const outcome = classifyFailure(failure, 'commit sent');
  // An answer to one of several statements, COMMIT among them: before it is handed on the operation is settled.
  operation.isDoubtful ||= outcome === 'unknown' || outcome === 'final';
  return { outcome, failure };
}
