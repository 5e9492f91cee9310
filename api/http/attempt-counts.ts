import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** So many in so many seconds, counted from the first. */
export interface Limit {
  name: string;
  quota: number;
  seconds: number;
}

/** What is counted against a limit: a client's address, an account. */
export interface Counted {
  limit: Limit;
  key: string;
}

/** How a count stands. */
export interface Count {
  consumed: number;
  msBeforeNext: number;
}

/** Counts that were raised, and what takes some of them back from where they are kept. */
export interface Raised {
  counts: Count[];
  lower(counted: Counted[]): Promise<void>;
}

/** Where attempts are counted. */
export interface AttemptCounts {
  /** Raises one after the other, up to the first that is above its limit. */
  raise(counted: Counted[]): Promise<Raised>;
}

/** The counts of one process. */
export interface OwnCounts extends AttemptCounts {
  lower(counted: Counted[]): Promise<void>;
  /** Takes over how a count stands elsewhere. */
  set(counted: Counted, count: Count): Promise<unknown>;
}

/** Counts in the memory of this process. */
export function createOwnCounts(): OwnCounts {
  const limiters = new Map<string, RateLimiterMemory>();

  function limiterOf({ name, quota, seconds }: Limit): RateLimiterMemory {
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points: quota, duration: seconds });
    limiters.set(name, limiter);
    return limiter;
  }

  async function lower(counted: Counted[]): Promise<void> {
    for (const { limit, key } of counted) await limiterOf(limit).reward(key);
  }

  return {
    async raise(counted) {
      const counts: Count[] = [];
      for (const { limit, key } of counted) {
        const count = toCount(await limiterOf(limit).penalty(key));
        counts.push(count);
        if (count.consumed > limit.quota) break;
      }
      return { counts, lower };
    },
    lower,
    set: ({ limit, key }, { consumed, msBeforeNext }) => limiterOf(limit).set(key, consumed, msBeforeNext / 1_000),
  };
}

const toCount = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Count => ({
  consumed: consumedPoints,
  msBeforeNext,
});
