import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { protocolError } from './api-error.ts';
import type { Context } from './state.ts';

/** Limits attempts to log in or register per address; 0 is no limit. */
export function createAttemptLimit({ perMinute }: { perMinute: number }) {
  const limiter = new RateLimiterMemory({ points: Math.max(1, perMinute), duration: 60 });
  return async function limitAttempts(context: Context): Promise<void> {
    if (perMinute === 0) return;
    try {
      await limiter.consume(context.ip);
    } catch (rejection) {
      throw rejection instanceof RateLimiterRes ? tooMany(rejection.msBeforeNext) : rejection;
    }
  };
}

function tooMany(waitMs: number) {
  const headers = { 'Retry-After': String(Math.ceil(waitMs / 1000)) };
  return protocolError({ status: 429, subject: 'request', message: 'Too Many Attempts.' }, headers);
}
