import { readToken } from '../session/token.ts';
import { createId } from './create-id.ts';
import { toFailure } from './failure.ts';
import { countUnanswered } from './outage.ts';
import { type Attempt, isDoneBefore, isSilence, pauseMs, readRetryAfterMs } from './repeat.ts';

const mount = '/realworld/api';

/** Longer than the API takes for any answer: after this the connection is lost. */
const attemptTimeoutMs = 20_000;

/** A request that takes longer than this counts as unanswered until it is answered. */
const slowMs = 4_000;

export interface Sending {
  body?: unknown;
  /** What the API knows a repeated POST by; without one it gets its own. */
  key?: string | undefined;
  /** It is sent even while the page closes. */
  outlivesPage?: boolean | undefined;
  /** Ends the repetition. */
  signal?: AbortSignal | undefined;
  /** Hears how long there has been no answer, after each attempt. */
  onSilence?: ((sinceMs: number) => void) | undefined;
}

/**
 * Sends a request and gives what the API answers. Where no answer comes it is sent again, a POST with the same
 * Idempotency-Key, so that it is done once. Throws a Failure where the answer is no success.
 */
export async function send<Answer>(method: string, path: string, sending: Sending = {}): Promise<Answer> {
  const { key = createId(), signal, onSilence } = sending;
  const startedMs = Date.now();
  let answered: (() => void) | undefined;
  const report = () => {
    answered ??= countUnanswered();
    onSilence?.(Date.now() - startedMs);
  };
  const slow = setTimeout(report, slowMs);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const result = await attemptOnce(method, path, { ...sending, key });
      if (result.kind === 'answer') return readAnswer<Answer>(result, isDoneBefore(method, result.status, attempt));
      report();
      await pause(pauseMs(attempt, result.retryAfterMs), signal);
    }
  } finally {
    clearTimeout(slow);
    answered?.();
  }
}

/** Sends a request once; undefined where no answer comes. */
export async function tryOnce(
  method: string,
  path: string,
  sending: Pick<Sending, 'body' | 'signal' | 'outlivesPage'>,
) {
  const result = await attemptOnce(method, path, sending);
  return result.kind === 'answer' ? result : undefined;
}

function readAnswer<Answer>({ status, body }: { status: number; body: unknown }, isDone: boolean): Answer {
  if ((status >= 200 && status < 300) || isDone) return body as Answer;
  throw toFailure(status, body);
}

async function attemptOnce(
  method: string,
  path: string,
  { body, key, signal, outlivesPage }: Sending,
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(attemptTimeoutMs);
  try {
    const response = await fetch(mount + path, {
      method,
      headers: headersOf(method, body, key),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(outlivesPage && { keepalive: true }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const text = await response.text();
    const retryAfterMs = readRetryAfterMs(response.headers.get('Retry-After'));
    if (isSilence(response.status)) return { kind: 'silence', retryAfterMs };
    return { kind: 'answer', ...parse(response.status, text) };
  } catch {
    signal?.throwIfAborted();
    return { kind: 'silence' };
  }
}

function headersOf(method: string, body: unknown, key: string | undefined): Record<string, string> {
  const token = readToken();
  return {
    Accept: 'application/json',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== null && { Authorization: `Token ${token}` }),
    ...(method === 'POST' && key && { 'Idempotency-Key': key }),
  };
}

/** A success that cannot be read is none. */
function parse(status: number, text: string): { status: number; body: unknown } {
  if (status === 204) return { status, body: null };
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { status: status < 300 ? 500 : status, body: { errors: { server: ['answered what cannot be read'] } } };
  }
}

/** Waits; shorter when the browser says that it is connected again. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer);
      removeEventListener('online', wake);
      signal?.removeEventListener('abort', abort);
      settle();
    };
    const wake = end(resolve);
    const abort = end(() => reject(signal?.reason));
    const timer = setTimeout(wake, ms);
    addEventListener('online', wake);
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
  });
}
