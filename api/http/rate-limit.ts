import { ApiError, protocolError } from './api-error.ts';
import { type AttemptCounts, type Count, type Counted, createOwnCounts, type Limit } from './attempt-counts.ts';

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
  /** Where they are counted; in this process where it is left out. */
  attempts?: AttemptCounts;
}

/** From all addresses together a stranger gets no more guesses than this at one account. */
const wrongFromAnywhere = 100;

/**
 * Limits logins, registrations and password changes: all that an address tries, and the wrong passwords that an account is tried with.
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function createAttemptLimit({
  perMinute,
  wrongPasswords,
  attempts = createOwnCounts(),
}: LimitOptions): LimitAttempts {
  if (perMinute === 0) return (_, run) => run();
  const ofAddress: Limit = { name: 'address', quota: perMinute, seconds: 60 };
  const ofAccount: Limit = { name: 'account', quota: wrongPasswords, seconds: 300 };
  const ofAnywhere: Limit = { name: 'anywhere', quota: wrongFromAnywhere, seconds: 3_600 };
  const policies = [ofAddress, ofAccount, ofAnywhere].map(renderPolicy).join(', ');

  return async ({ address, account }, run, setHeaders) => {
    const network = networkOf(address);
    const forAccount: Counted[] =
      account === undefined
        ? []
        : [
            { limit: ofAccount, key: `${account} ${network}` },
            { limit: ofAnywhere, key: account },
          ];
    const counted = [{ limit: ofAddress, key: network }, ...forAccount];
    const { counts, lower } = await attempts.raise(counted);
    // Only a wrong password counts against an account: its owner may log in as often as the address may, also many times at once.
    const raised = forAccount.slice(0, counts.length - 1);
    try {
      const left = counts.map((count, place) => renderLeft((counted[place] as Counted).limit, count));
      setHeaders({ 'RateLimit-Policy': policies, RateLimit: left.join(', ') });
      const result = await run();
      await lower(raised);
      return result;
    } catch (error) {
      if (!isWrongPassword(error)) await lower(raised);
      throw error;
    }
  };
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

const secondsUntil = ({ msBeforeNext }: Count) => Math.ceil(msBeforeNext / 1000);

const renderPolicy = ({ name, quota, seconds }: Limit) => `"${name}";q=${quota};w=${seconds}`;

/** What is left of a limit; throws where it is exceeded. */
function renderLeft(limit: Limit, count: Count): string {
  if (count.consumed > limit.quota) throw tooMany(limit, count);
  return `"${limit.name}";r=${limit.quota - count.consumed};t=${secondsUntil(count)}`;
}

function tooMany(limit: Limit, count: Count) {
  const headers = {
    'Retry-After': String(secondsUntil(count)),
    'RateLimit-Policy': renderPolicy(limit),
    RateLimit: `"${limit.name}";r=0;t=${secondsUntil(count)}`,
  };
  return protocolError({ status: 429, subject: 'request', message: 'Too Many Attempts.' }, headers);
}
