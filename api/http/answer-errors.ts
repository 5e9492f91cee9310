import { STATUS_CODES } from 'node:http';
import { ApiError, type Failure } from './api-error.ts';
import type { Context, Next } from './request-context.ts';
import { discardBody } from './unread-body.ts';

/** What other layers may put on their errors: a status, whether the client may read why, when to come back. */
interface HttpLikeError extends Error {
  status?: number;
  expose?: boolean;
  retryAfterSeconds?: number;
  headers?: Record<string, string>;
}

/** The one place that turns an error into an answer; a 5xx also goes to Koa's `error` event, for the log. */
export function createErrorAnswers({ debug }: { debug: boolean }) {
  return async function answerErrors(context: Context, next: Next): Promise<void> {
    try {
      await next();
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(`Something that is no error was thrown: ${thrown}`);
      const { status, errors } = context.state.contract.explain(toFailure(error));
      await discardBody(context.req);
      context.set(headersOf(error));
      if (status === 401) context.set('WWW-Authenticate', 'Token realm="api", Bearer realm="api"');
      context.status = status;
      context.body = { errors: debug && status >= 500 ? { ...errors, ...renderDebug(error) } : errors };
      if (status >= 500) context.app.emit('error', error, context);
    }
  };
}

/** What a contract can explain: errors of our own as they are, HTTP's by their status, all others as a 500. */
export function toFailure(error: HttpLikeError): Failure {
  if (error instanceof ApiError) return error.failure;
  const { status = 500 } = error;
  const isOurs = status >= 400 && status < 600;
  const mayTell = isOurs && (error.expose ?? status < 500);
  const message = mayTell ? error.message : (STATUS_CODES[isOurs ? status : 500] ?? 'Error');
  return {
    kind: 'protocol',
    status: isOurs ? status : 500,
    subject: isOurs && status < 500 ? 'request' : 'server',
    message,
  };
}

function headersOf(error: HttpLikeError): Record<string, string> {
  const { retryAfterSeconds, headers = {} } = error;
  return retryAfterSeconds === undefined ? headers : { ...headers, 'Retry-After': String(retryAfterSeconds) };
}

function renderDebug(error: Error) {
  return { exception: error.name, reason: error.message, trace: (error.stack ?? '').split('\n').slice(1) };
}
