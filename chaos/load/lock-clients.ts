import { setTimeout as sleep } from 'node:timers/promises';
import { TokenIsOld } from '../../api/locks/fence.ts';
import type { Grant, Locks } from '../../api/locks/locks.ts';
import type { Acquisition, LockHistory, LockWrite } from '../history.ts';

/** Writes under a lock; throws TokenIsOld where the database refuses the token. */
export type WriteProtected = (write: { lock: string; token: number; id: number }) => Promise<void>;

export interface LockClientOptions {
  clients?: LockClient[];
  /** Numbers of clients and writes begin here, so that those of several processes differ. */
  firstClient?: number;
  firstId?: number;
  locks: Locks;
  write: WriteProtected;
  /** Milliseconds since the run began. */
  nowMs(): number;
  signal: AbortSignal;
}

/** What clients of locks saw. */
export type LocksSeen = Omit<LockHistory, 'ledger'>;

export interface LockClient {
  lock: string;
  /** It goes silent for so long with the lock, as a process that was frozen, and writes once more afterwards. */
  silentMs?: number;
  /** It works for so long between two writes under the lock. */
  workMs?: number;
}

/** Two that share a lock; one alone, which any delay of etcd's own shows at; two that go silent with theirs; one that shares with a frozen one. */
const usualClients: LockClient[] = [
  { lock: 'chaos/shared' },
  { lock: 'chaos/shared' },
  { lock: 'chaos/alone' },
  { lock: 'chaos/silent', silentMs: 3_500 },
  { lock: 'chaos/silent', silentMs: 3_500 },
  { lock: 'chaos/frozen' },
];
const ttlS = 2;
const pauseMs = 100;

/** Lets clients acquire, write and release until the signal, and gives what they saw. */
export async function runLockClients({
  clients = usualClients,
  firstClient = 0,
  firstId = 0,
  ...options
}: LockClientOptions): Promise<LocksSeen> {
  const seen: LocksSeen = { acquisitions: [], writes: [] };
  let ids = firstId;
  const createId = () => {
    ids += 1;
    return ids;
  };
  await Promise.all(
    clients.map((client, number) => runClient({ ...client, number: firstClient + number, createId, seen, ...options })),
  );
  return seen;
}

type Running = LockClient & LockClientOptions & { number: number; seen: LocksSeen; createId(): number };

async function runClient(running: Running) {
  while (!running.signal.aborted) {
    const held = await acquire(running);
    if (held) await useLock(running, held);
    await sleep(pauseMs);
  }
}

interface Held {
  grant: Grant;
  acquisition: Acquisition;
}

async function acquire({ number: client, lock, locks, nowMs, seen }: Running): Promise<Held | undefined> {
  const sentMs = nowMs();
  const about = { client, lock, sentMs };
  // What performance.now is to the clock of the run.
  const offsetMs = nowMs() - performance.now();
  try {
    const acquired = await locks.acquire({ name: lock, holder: `client ${client}`, ttlS });
    if ('heldBy' in acquired) {
      seen.acquisitions.push({ ...about, endedMs: nowMs(), outcome: 'held' });
      return undefined;
    }
    const { granted: grant } = acquired;
    const validUntilMs = grant.untilMs + offsetMs;
    const acquisition: Acquisition = {
      ...about,
      endedMs: nowMs(),
      outcome: 'granted',
      token: grant.token,
      validUntilMs,
    };
    seen.acquisitions.push(acquisition);
    return { grant, acquisition };
  } catch {
    seen.acquisitions.push({ ...about, endedMs: nowMs(), outcome: 'unknown' });
    return undefined;
  }
}

async function useLock(running: Running, { grant, acquisition }: Held) {
  const { silentMs, workMs, signal, locks, nowMs } = running;
  await writeOnce(running, grant.token);
  if (silentMs !== undefined) {
    await sleep(silentMs, undefined, { signal }).catch(() => undefined);
    return await writeOnce(running, grant.token);
  }
  if (workMs !== undefined) {
    await sleep(workMs);
    await writeOnce(running, grant.token);
  }
  acquisition.validUntilMs = Math.min(acquisition.validUntilMs ?? 0, nowMs());
  await locks.release(grant).catch(() => undefined);
}

async function writeOnce({ number: client, lock, write, nowMs, seen, createId }: Running, token: number) {
  const id = createId();
  const sentMs = nowMs();
  const outcome = await write({ lock, token, id }).then(
    (): LockWrite['outcome'] => 'ok',
    (error: unknown): LockWrite['outcome'] => (error instanceof TokenIsOld ? 'fail' : 'unknown'),
  );
  seen.writes.push({ client, lock, token, id, sentMs, endedMs: nowMs(), outcome });
}
