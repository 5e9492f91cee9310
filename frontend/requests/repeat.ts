/** What came of one attempt at a request. */
export type Attempt =
  | { kind: 'answer'; status: number; body: unknown }
  /** No answer, or one that says: not now. */
  | { kind: 'silence'; retryAfterMs?: number | undefined };

const firstPauseMs = 250;
const longestPauseMs = 2_000;
const longestRetryAfterMs = 5_000;

/** Statuses of a service that cannot answer at the moment; what it did with the request is unknown. */
const notNow = new Set([502, 503, 504]);

export const isSilence = (status: number) => notNow.has(status);

/** How long to wait before the attempt after this one: as long as the service asks, else longer each time. */
export function pauseMs(attempt: number, retryAfterMs: number | undefined): number {
  if (retryAfterMs !== undefined) return Math.min(Math.max(retryAfterMs, firstPauseMs), longestRetryAfterMs);
  return Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
}

/** Reads Retry-After in seconds; a date or nothing is undefined. */
export function readRetryAfterMs(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}

/** Whether a 404 after a silence means that an earlier attempt has deleted it. */
export const isDoneBefore = (method: string, status: number, attempt: number) =>
  method === 'DELETE' && status === 404 && attempt > 1;
