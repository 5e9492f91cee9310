import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import type { Context, Next } from './request-context.ts';
import { normalizeTarget } from './request-target.ts';

/** An id a client may give its request; anything else is replaced. */
const acceptableId = /^[\w.:-]{1,64}$/;

/** The id of a request: the client's own where it is a sane one. */
export function chooseRequestId(given: string | undefined): string {
  return given !== undefined && acceptableId.test(given) ? given : randomUUID();
}

/** HAProxy asks every half second whether the process is well. */
const chooseLevel = (path: string) => (path === '/ready' || path === '/health' ? 'debug' : 'info');

/** Numbers, times, counts and logs each request; nothing of its headers or body gets into the log. */
export function createRequestLog({ log, metrics }: { log: Logger; metrics: Metrics }) {
  return async function logRequest(context: Context, next: Next): Promise<void> {
    const start = performance.now();
    normalizeTarget(context.req);
    context.state.requestId = chooseRequestId(context.headers['x-request-id'] as string | undefined);
    context.set('X-Request-Id', context.state.requestId);
    try {
      await next();
    } finally {
      const durationMs = Math.round((performance.now() - start) * 1000) / 1000;
      const { method, path, status, state } = context;
      metrics.observe({ method, route: state.route, status, durationMs });
      const level = status >= 500 ? 'warn' : chooseLevel(path);
      log[level]({ requestId: state.requestId, method, path, status, durationMs }, 'request');
    }
  };
}
