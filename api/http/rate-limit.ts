import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ApiError, protocolError } from './api-error.ts';

/** One attempt that costs the process a password hash, and that a stranger could repeat. */
export interface Attempt {
  /** The client's address; behind a proxy the one that the proxy names. */
  address: string;
  /** Whose password it is: an e-mail address, or the id of a user; none for a registration. */
  account?: string | undefined;
}

/** Lets attempts through, or throws 429; `setHeaders` gets what a client may know of its limits. */
export type LimitAttempts = <Result>(
  attempt: Attempt,
  run: () => Promise<Result>,
  setHeaders: (headers: Record<string, string>) => void,
) => Promise<Result>;

interface LimitOptions {
  /** Attempts of one address; 0 is no limit at all. */
  perMinute: number;
  /** Wrong passwords for one account from one address. */
  wrongPasswords: number;
}

/** From all addresses together a stranger gets no more guesses than this at one account. */
const wrongFromAnywhere = 100;
const limits = {
  address: { seconds: 60 },
  account: { seconds: 300 },
  anywhere: { seconds: 3_600 },
} as const;

type Name = keyof typeof limits;

/**
 * Limits logins, registrations and password changes: all that an address tries, and the wrong passwords that an account is tried with.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function createAttemptLimit({ perMinute, wrongPasswords }: LimitOptions): LimitAttempts {
  const quotas: Record<Name, number> = { address: perMinute, account: wrongPasswords, anywhere: wrongFromAnywhere };
  const limiterOf = (name: Name) => new RateLimiterMemory({ points: quotas[name], duration: limits[name].seconds });
  if (perMinute === 0) return (_, run) => run();
  const limiters = { address: limiterOf('address'), account: limiterOf('account'), anywhere: limiterOf('anywhere') };

  const consume = async (name: Name, key: string) => {
    try {
      return renderLimit(name, await limiters[name].consume(key));
    } catch (rejection) {
      throw rejection instanceof RateLimiterRes ? tooMany(name, quotas[name], rejection) : rejection;
    }
  };
  return async (attempt, run, setHeaders) => {
    const network = networkOf(attempt.address);
    const accountKeys: [Name, string][] =
      attempt.account === undefined
        ? []
        : [
            ['account', `${attempt.account} ${network}`],
            ['anywhere', attempt.account],
          ];
    const left: string[] = [];
    for (const [name, key] of [['address', network] as [Name, string], ...accountKeys])
      left.push(await consume(name, key));
    setHeaders({ 'RateLimit-Policy': renderPolicies(quotas), RateLimit: left.join(', ') });
    try {
      const result = await run();
      await forgive(accountKeys);
      return result;
    } catch (error) {
      if (!isWrongPassword(error)) await forgive(accountKeys);
      throw error;
    }
  };

  // Only a wrong password counts against an account: its owner may log in as often as the address may.
  async function forgive(keys: [Name, string][]): Promise<void> {
    for (const [name, key] of keys) await limiters[name].reward(key);
  }
}

const isWrongPassword = (error: unknown) => error instanceof ApiError && error.failure.kind === 'wrong-credentials';

/** An address as it is limited: a provider gives each customer a whole /64 of IPv6. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail?.split(':') ?? [])].slice(0, 4).join(':');
}

const secondsUntil = ({ msBeforeNext }: RateLimiterRes) => Math.ceil(msBeforeNext / 1000);

const renderPolicies = (quotas: Record<Name, number>) =>
  (Object.keys(limits) as Name[]).map((name) => `"${name}";q=${quotas[name]};w=${limits[name].seconds}`).join(', ');

const renderLimit = (name: Name, left: RateLimiterRes) =>
  `"${name}";r=${Math.max(0, left.remainingPoints)};t=${secondsUntil(left)}`;

function tooMany(name: Name, quota: number, rejection: RateLimiterRes) {
  const headers = {
    'Retry-After': String(secondsUntil(rejection)),
    'RateLimit-Policy': `"${name}";q=${quota};w=${limits[name].seconds}`,
    RateLimit: `"${name}";r=0;t=${secondsUntil(rejection)}`,
  };
  return protocolError({ status: 429, subject: 'request', message: 'Too Many Attempts.' }, headers);
}
