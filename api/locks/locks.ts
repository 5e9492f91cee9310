import { randomBytes } from 'node:crypto';
import type { Gateway } from './gateway.ts';
import { afterAll, type Holding, type KeyValue, keyOf, prefix, readHolding, renderHolder } from './lock-words.ts';
import { NodeFailure } from './node-answer.ts';

/** How long a lease lasts. */
export interface Alive {
  ttlS: number;
  /** Until then it holds, by this process's own clock (performance.now), if it is not kept alive. */
  untilMs: number;
}

/** A lock that was granted. */
export type Grant = Holding & Alive;

/** The grant, or who has the lock, as of a revision of etcd's log. */
export type Acquired = { granted: Grant } | { heldBy: Holding; revision: number };

export interface Wanted {
  name: string;
  holder: string;
  owner?: string;
  /** A holder that says nothing for so long is followed by another; etcd takes whole seconds. */
  ttlS: number;
}

/** Locks with leases. Every call has a deadline, and throws NoMajority where etcd does not answer by then. */
export interface Locks {
  acquire(wanted: Wanted): Promise<Acquired>;
  /** Makes the lease last as long again from now; undefined where it has ended. */
  keepAlive<T extends Pick<Grant, 'lease'>>(grant: T): Promise<(T & Alive) | undefined>;
  /** Ends the lease, and with it the lock; nothing where it has ended. */
  release(grant: Pick<Grant, 'lease'>): Promise<void>;
  find(name: string): Promise<Holding | undefined>;
  list(begin?: string): Promise<Holding[]>;
  /** Waits until a lock may be free: its holder has gone since a revision, or some time has passed. */
  waitForChange(name: string, options: ChangeOptions): Promise<void>;
}

interface ChangeOptions {
  sinceRevision: number;
  forMs: number;
  signal?: AbortSignal;
}

interface Transaction {
  header: { revision: string };
  succeeded?: boolean;
  responses?: { response_range?: { kvs?: KeyValue[] } }[];
}

/** A holder stops believing in its lease so long before its end: clocks of two machines do not run alike. */
export const marginOf = (ttlS: number) => Math.min(500, ttlS * 100);

/** Gives the locks of a cluster. */
export function createLocks(gateway: Gateway): Locks {
  async function acquire(wanted: Wanted): Promise<Acquired> {
    const { ttlS } = wanted;
    const askedMs = performance.now();
    const lease = createLeaseId();
    await grantLease(gateway, { lease, ttlS });
    const { held, revision } = await createKey(gateway, { ...wanted, lease }).catch(async (error) => {
      // Where the answer is lost the key may be there: the lease must not keep it.
      await release({ lease }).catch(() => undefined);
      throw error;
    });
    if (held?.lease === lease) return { granted: { ...held, ttlS, untilMs: endOf(askedMs, ttlS) } };
    await release({ lease }).catch(() => undefined);
    // Its holder has gone between the two looks.
    return held ? { heldBy: held, revision } : acquire(wanted);
  }

  async function keepAlive<T extends Pick<Grant, 'lease'>>(grant: T): Promise<(T & Alive) | undefined> {
    const askedMs = performance.now();
    const answer = await gateway.ask<{ result?: { TTL?: string } }>('/v3/lease/keepalive', { ID: grant.lease });
    const ttlS = Number(answer.result?.TTL ?? 0);
    return ttlS > 0 ? { ...grant, ttlS, untilMs: endOf(askedMs, ttlS) } : undefined;
  }

  async function release({ lease }: Pick<Grant, 'lease'>): Promise<void> {
    await gateway.ask('/v3/lease/revoke', { ID: lease }).catch(ignore((failure) => failure.isMissing));
  }

  async function range(body: object): Promise<Holding[]> {
    const { kvs = [] } = await gateway.ask<{ kvs?: KeyValue[] }>('/v3/kv/range', body);
    return kvs.map(readHolding);
  }

  async function waitForChange(name: string, { sinceRevision, forMs, signal }: ChangeOptions) {
    const watch = { create_request: { key: keyOf(name), start_revision: String(sinceRevision + 1) } };
    const told = gateway.follow<{ result?: { events?: { type?: string }[] } }>('/v3/watch', watch, {
      forMs,
      ...(signal && { signal }),
    });
    for await (const { result } of told) if (result?.events?.some(({ type }) => type === 'DELETE')) return;
  }

  return {
    acquire,
    keepAlive,
    release,
    find: async (name) => (await range({ key: keyOf(name) }))[0],
    list: (begin = '') => range({ key: keyOf(begin), range_end: afterAll(`${prefix}${begin}`) }),
    waitForChange,
  };
}

const endOf = (askedMs: number, ttlS: number) => askedMs + ttlS * 1_000 - marginOf(ttlS);

// Chosen here, so that a try whose answer was lost can be repeated; etcd's numbers are positive.
const createLeaseId = () => String(randomBytes(8).readBigUInt64BE() >> 1n || 1n);

async function grantLease(gateway: Gateway, { lease, ttlS }: { lease: string; ttlS: number }) {
  await gateway.ask('/v3/lease/grant', { ID: lease, TTL: ttlS }).catch(ignore((failure) => failure.isThere));
}

/** Makes the key if it is not there, and tells whose it is then; a repeated try finds the key of the first. */
async function createKey(gateway: Gateway, { name, holder, owner = '', lease }: Wanted & { lease: string }) {
  const key = keyOf(name);
  const look = { request_range: { key } };
  const answer = await gateway.ask<Transaction>('/v3/kv/txn', {
    compare: [{ key, target: 'CREATE', result: 'EQUAL', create_revision: '0' }],
    success: [{ request_put: { key, lease, value: renderHolder({ holder, owner, sinceMs: Date.now() }) } }, look],
    failure: [look],
  });
  const found = answer.responses?.at(-1)?.response_range?.kvs?.[0];
  return { held: found && readHolding(found), revision: Number(answer.header.revision) };
}

function ignore(isExpected: (failure: NodeFailure) => boolean) {
  return (error: unknown) => {
    if (!(error instanceof NodeFailure) || !isExpected(error)) throw error;
  };
}
