/** Why the database did not answer, in words for the log. */
export type UnavailableReason = 'deadline' | 'breaker' | 'queue full' | 'closed' | 'outcome unknown';

const explanations: Record<UnavailableReason, string> = {
  deadline: 'No member of the group did the work within the deadline of the request.',
  breaker: 'No member of the group has done such work for some seconds; not waiting for one.',
  'queue full': 'Too many requests are waiting for a connection to the database.',
  closed: 'The way to the database is closed; the process is ending.',
  'outcome unknown': 'The group did not say within the deadline whether the transaction was committed.',
};

/** What a client is told where its work was certainly not begun; the other reasons leave that open. */
export const notBegun: string[] = (['breaker', 'queue full', 'closed'] as const).map((reason) => explanations[reason]);

/** The client has left: nothing more is read for it. Carries what koa needs to log it. */
export class RequestOver extends Error {
  override readonly name = 'RequestOver';
  readonly status = 499;
}

/** The database cannot do this now; the client should come again. Carries what koa needs to say so. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly status = 503;
  readonly expose = true;
  readonly headers: Record<string, string>;
  readonly reason: UnavailableReason;

  constructor(
    reason: UnavailableReason,
    { retryAfterSeconds = 2, cause }: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(explanations[reason], { cause });
    this.reason = reason;
    this.headers = { 'Retry-After': String(retryAfterSeconds) };
  }
}
