import type { Attempt } from './attempt.ts';
import type { MemberConnection } from './connection.ts';
import { keepsConnection } from './failures.ts';
import { countCause } from './metrics.ts';
import { nextDelayMs } from './retry-delay.ts';
import { type Kind, noteFailure, type Purpose, type Runtime, takeConnection } from './runtime.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { waitMs } from './wait.ts';

/** One kind of work. */
export interface Task<T> {
  kind: Kind;
  tryOnce(connection: MemberConnection): Promise<Attempt<T>>;
  /** The same together with others, while that is wise. */
  tryTogether?(purpose: Purpose): Promise<Attempt<T>> | undefined;
  /** Makes sure of what a try brought, once its connection is free again. */
  conclude?(attempt: Attempt<T>): Promise<Attempt<T>>;
  /** Nobody waits any more. */
  abandon?(): void;
}

/** Somebody has to find out whether the database is back; he does not wait long for it. */
const trialDeadlineMs = 2_000;

/** Tries until there is an answer or the deadline has come; a refusal is counted and tells the breaker. */
export async function persist<T>(runtime: Runtime, purpose: Purpose, task: Task<T>): Promise<T> {
  try {
    return await tryUntilAnswered(runtime, enter(runtime, purpose, task.kind), task);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    task.abandon?.();
    noteRefusal(runtime, error, { requestId: purpose.requestId, kind: task.kind });
    throw error;
  }
}

/** The same for what is part of work that has been let in already. */
export async function tryUntilAnswered<T>(runtime: Runtime, purpose: Purpose, task: Task<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const tried = await (task.tryTogether?.(purpose) ?? tryOnce(runtime, purpose, { task, tries }));
    const attempt = (await task.conclude?.(tried)) ?? tried;
    if (attempt.verdict === 'done') return attempt.value;
    if (attempt.verdict === 'final' || attempt.verdict === 'schema') throw attempt.failure;
    await waitMs(nextDelayMs(tries), purpose.deadlineAtMs);
  }
}

async function tryOnce<T>(
  runtime: Runtime,
  purpose: Purpose,
  { task, tries }: { task: Task<T>; tries: number },
): Promise<Attempt<T>> {
  const { kind } = task;
  const connection = await takeConnection(runtime, purpose, { use: kind, tries });
  const attempt = await task.tryOnce(connection);
  runtime.pool.release(connection);
  noteAttempt(runtime, attempt, { connection, purpose, kind });
  return attempt;
}

/** Takes note of how a try went. */
export function noteAttempt<T>(
  runtime: Runtime,
  attempt: Attempt<T>,
  { kind, ...where }: { connection: MemberConnection; purpose: Purpose; kind: Kind },
): void {
  if (attempt.verdict === 'safe' || attempt.verdict === 'unknown') {
    // A member that keeps the connection is well: a conflict or a lock is no outage.
    if (!keepsConnection(attempt.failure)) runtime.breakers[kind].failed(Date.now());
    noteFailure(runtime, attempt.failure, { ...where, kind });
  } else {
    runtime.breakers[kind].succeeded();
  }
}

/** Lets the work in, sends it away at once, or lets it in to try. */
function enter(runtime: Runtime, purpose: Purpose, kind: Kind): Purpose {
  const nowMs = Date.now();
  const admission = runtime.breakers[kind].admit(nowMs, runtime.pool.isEmpty);
  if (admission === 'pass') return purpose;
  if (admission === 'refuse') throw new DatabaseUnavailable('breaker');
  return { ...purpose, deadlineAtMs: Math.min(purpose.deadlineAtMs, nowMs + trialDeadlineMs) };
}

function noteRefusal(runtime: Runtime, refusal: DatabaseUnavailable, context: { requestId: string; kind: Kind }): void {
  countCause(runtime.counters.refused, refusal.reason);
  if (refusal.reason === 'deadline') runtime.breakers[context.kind].failed(Date.now());
  if (refusal.reason !== 'breaker') runtime.log.warn({ ...context, reason: refusal.message }, 'database unavailable');
}
