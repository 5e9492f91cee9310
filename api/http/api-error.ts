/** What a path can name. */
export type Resource = 'article' | 'profile' | 'comment' | 'webhook';

/** Rules that failed, per field, in the order of the rules; `max:255` is rule and limit. See `rules.ts`. */
export type FailedRules = Record<string, string[]>;

/** Why a token does not count: `orphaned` names no user, `ended` is older than the user's password. */
export type TokenProblem = 'absent' | 'invalid' | 'expired' | 'orphaned' | 'ended';

/** Everything that can be wrong with a request, without a word of how a contract puts it. */
export type Failure =
  | { kind: 'invalid'; fields: FailedRules }
  | { kind: 'wrong-credentials' }
  | { kind: 'unauthenticated'; reason: TokenProblem }
  | { kind: 'forbidden'; resource: Resource }
  | { kind: 'missing'; resource: Resource }
  | { kind: 'protocol'; status: number; subject: string; message: string };

/** A failure on its way to the one middleware that answers; its contract says with which status and words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;
  readonly headers: Record<string, string>;

  constructor(failure: Failure, headers: Record<string, string> = {}) {
    super(failure.kind === 'protocol' ? failure.message : failure.kind);
    this.failure = failure;
    this.headers = headers;
  }
}

/** The path names something that is not there. */
export const missing = (resource: Resource) => new ApiError({ kind: 'missing', resource });

/** It is there and belongs to another user. */
export const forbidden = (resource: Resource) => new ApiError({ kind: 'forbidden', resource });

/** The input breaks rules. */
export const invalid = (fields: FailedRules) => new ApiError({ kind: 'invalid', fields });

/** The request as such cannot be served: a 4xx or 5xx of HTTP itself. */
export const protocolError = (
  { status, subject, message }: { status: number; subject: string; message: string },
  headers?: Record<string, string>,
) => new ApiError({ kind: 'protocol', status, subject, message }, headers);
