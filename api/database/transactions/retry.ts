import { patience } from '../../patience.ts';
import type { MemberConnection } from '../connections/connection.ts';
import { type GroupAccess, type RequestScope, takeConnection } from '../connections/group-access.ts';
import { countCause, type WorkKind } from '../connections/reporting.ts';
import { isBehind, keepsConnection, nameFailure } from '../failures/failures.ts';
import { waitForNextTry } from '../failures/retry-delay.ts';
import { DatabaseUnavailable } from '../failures/unavailable.ts';
import type { Attempt } from './attempt.ts';

/** Tries some work once. */
export type TryOnce<T> = (scope: RequestScope) => Promise<Attempt<T>>;

/** A request that is let in to find out whether the database is back does not wait for long. */
const trialDeadlineMs = 2_000 * patience;
const avoidForMs = 1_000;

/** Tries until there is an answer or the deadline has come. While such work has long failed it is refused at once. */
export async function retry<T>(
  access: GroupAccess,
  scope: RequestScope,
  { kind, tryOnce }: { kind: WorkKind; tryOnce: TryOnce<T> },
): Promise<T> {
  try {
    return await retryUntilAnswered(admit(access, scope, kind), tryOnce);
  } catch (error) {
    if (error instanceof DatabaseUnavailable) noteRefusal(access, error, { requestId: scope.requestId, kind });
    throw error;
  }
}

/** The same for what is part of work that was admitted already. */
export async function retryUntilAnswered<T>(scope: RequestScope, tryOnce: TryOnce<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const attempt = await tryOnce({ ...scope, tries });
    if (attempt.outcome === 'done') return attempt.value;
    if (attempt.outcome === 'final' || attempt.outcome === 'schema') throw attempt.failure;
    await waitForNextTry(tries, scope.deadlineAtMs);
  }
}

/** Makes a try of what needs one connection. */
export function onConnection<T>(
  access: GroupAccess,
  kind: WorkKind,
  work: (connection: MemberConnection) => Promise<Attempt<T>>,
): TryOnce<T> {
  return async (scope) => {
    const connection = await takeConnection(access, scope, kind);
    const attempt = await work(connection);
    access.pool.release(connection);
    noteAttempt(access, attempt, { member: connection.member, requestId: scope.requestId, kind });
    return attempt;
  };
}

/** Takes note of how a try went: counts and logs a failure, and avoids a member that is in trouble for a moment. */
export function noteAttempt(
  { breakers, counters, log }: GroupAccess,
  attempt: Attempt<unknown>,
  { member, requestId, kind }: Pick<MemberConnection, 'member'> & { requestId: string; kind: WorkKind },
): void {
  if (attempt.outcome !== 'safe' && attempt.outcome !== 'unknown') {
    breakers[kind].succeeded();
    return;
  }
  const { failure } = attempt;
  const cause = nameFailure(failure);
  // A member that keeps the connection is well: a conflict or a lock is no outage.
  const isWell = keepsConnection(failure);
  if (!isWell) breakers[kind].failed(Date.now());
  if (!isWell || isBehind(failure)) member.avoidUntilMs = Date.now() + avoidForMs;
  if (isBehind(failure)) counters.waits.behind += 1;
  countCause(counters.retries, cause);
  log.info({ requestId, kind, cause, member: member.name, reason: failure.message }, 'database retry');
}

function admit(access: GroupAccess, scope: RequestScope, kind: WorkKind): RequestScope {
  const nowMs = Date.now();
  const admission = access.breakers[kind].admit(nowMs, access.pool.isEmpty);
  if (admission === 'pass') return scope;
  if (admission === 'refuse') throw new DatabaseUnavailable('breaker');
  return { ...scope, deadlineAtMs: Math.min(scope.deadlineAtMs, nowMs + trialDeadlineMs) };
}

function noteRefusal(
  { breakers, counters, log }: GroupAccess,
  { reason, message }: DatabaseUnavailable,
  context: { requestId: string; kind: WorkKind },
) {
  countCause(counters.refused, reason);
  if (reason === 'deadline') breakers[context.kind].failed(Date.now());
  if (reason !== 'breaker') log.warn({ ...context, reason: message }, 'database unavailable');
}
