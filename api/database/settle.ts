import type { MemberConnection } from './connection.ts';
import { classifyFailure, type DatabaseFailure } from './failures.ts';
import { type OperationOutcome, settleOperationSql } from './operations.ts';
import type { Position } from './position.ts';
import { nextDelayMs } from './retry-delay.ts';
import { noteFailure, noteWritten, type Purpose, type Runtime, takeConnection } from './runtime.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { waitMs } from './wait.ts';

/** How an operation ended, by which run, which row it inserted, and what to wait for to see it. */
export interface Settlement {
  outcome: OperationOutcome;
  run: number;
  insertedId: number;
  marks: Position;
}

/** The request ends with its deadline; the question goes on, so that a write that was reported failed does not happen later. */
const settleAfterwardsMs = 60_000;

/** Finds out whether an operation whose COMMIT got no answer was committed, and makes sure that it never will be if it was not. */
export async function settle(runtime: Runtime, purpose: Purpose, operationId: string): Promise<Settlement> {
  try {
    return await settleUntil(runtime, purpose, operationId);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    settleLater(runtime, purpose, operationId);
    throw new DatabaseUnavailable('outcome unknown', { cause: error });
  }
}

async function settleUntil(runtime: Runtime, purpose: Purpose, operationId: string): Promise<Settlement> {
  for (let tries = 0; ; tries += 1) {
    const connection = await takeConnection(runtime, purpose, { use: 'nothing', tries });
    try {
      return await askOnce(runtime, connection, operationId);
    } catch (error) {
      const failure = error as DatabaseFailure & Error;
      connection.failure = failure;
      if (classifyFailure(failure, 'working') !== 'safe') throw failure;
      noteFailure(runtime, failure, { connection, purpose, kind: 'settle' });
    } finally {
      runtime.pool.release(connection);
    }
    await waitMs(nextDelayMs(tries), purpose.deadlineAtMs);
  }
}

async function askOnce(runtime: Runtime, connection: MemberConnection, operationId: string): Promise<Settlement> {
  const [, , rows] = await connection.send(settleOperationSql(operationId));
  const [{ sealed, run, insertedId }] = rows as [{ sealed: number; run: number; insertedId: number }];
  const outcome = sealed === 1 ? 'sealed' : 'committed';
  runtime.counters.unknownCommits[outcome] += 1;
  noteWritten(runtime, connection.ownWrites);
  return { outcome, run, insertedId, marks: connection.ownWrites };
}

/** Settles an operation whose request has been answered already. */
export function settleLater(runtime: Runtime, purpose: Purpose, operationId: string): void {
  const { requestId } = purpose;
  const later = { ...purpose, deadlineAtMs: Date.now() + settleAfterwardsMs };
  settleUntil(runtime, later, operationId).then(
    ({ outcome }) =>
      runtime.log.warn({ requestId, operationId, outcome }, 'write settled after its request was answered 503'),
    (error) => {
      runtime.counters.unknownCommits.unsettled += 1;
      runtime.log.warn({ requestId, operationId, reason: error.message }, 'write was never settled');
    },
  );
}
