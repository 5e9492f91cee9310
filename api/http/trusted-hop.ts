import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, Next } from './request-context.ts';

/** Believes who the client is, where a request comes from a proxy that shows the key of the lab's hops. */
export function createTrustedHop(key: string | undefined) {
  const expected = key === undefined ? undefined : digest(key);
  return function trustHop({ headers, request }: Context, next: Next): Promise<unknown> {
    const shown = headers['x-forwarded-hop'];
    const client = headers['x-forwarded-for'];
    if (expected && typeof shown === 'string' && typeof client === 'string' && timingSafeEqual(digest(shown), expected))
      request.ip = client;
    return next();
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();
