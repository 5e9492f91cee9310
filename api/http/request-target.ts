import type { IncomingMessage } from 'node:http';

const origin = /^https?:\/\/[^/?#]*/i;

/**
 * Makes the target of a request a path, as Koa expects it: a proxy's client may name the whole URL, and one that cannot be parsed would
 * fail where nothing logs or answers it.
 */
export function normalizeTarget(request: Pick<IncomingMessage, 'url'>): void {
  const path = (request.url ?? '/').replace(origin, '');
  request.url = path.startsWith('/') ? path : `/${path}`;
}
