import type { Acquisition, LedgerRow, LockHistory, LockWrite } from '../../history.ts';
import { groupBy } from '../group-by.ts';

/** What went wrong with the locks of a run, each case in words. */
export interface LockDefects {
  /** Two grants with one token, or a later one with a lower token. */
  tokens: string[];
  /** Two holders whose leases were valid at the same time. */
  overlaps: string[];
  /** Writes that were committed after one with a higher token. */
  late: string[];
  /** Acknowledged writes that are not there, and refused ones that are. */
  wrong: string[];
  /** Writes with a token that their client was never granted, or that no client sent. */
  invented: string[];
  /** Writes that were refused though none with a higher token was committed. */
  refused: string[];
  /** What did not happen at all, so that nothing could go wrong with it. */
  missing: string[];
}

/** Holds the grants and protected writes of a run against what was committed. Times are those of one clock. */
export function judgeAcquisitions({ acquisitions, writes, ledger }: LockHistory): LockDefects {
  const grants = acquisitions.filter(isGrant);
  const byLock = [...groupBy(grants, ({ lock }) => lock).values()];
  return {
    tokens: byLock.flatMap(findUnorderedTokens),
    overlaps: byLock.flatMap(findOverlaps),
    late: [...groupBy(ledger, ({ lock }) => lock).values()].flatMap(findLate),
    wrong: findWrong(writes, ledger),
    invented: findInvented(grants, writes, ledger),
    refused: findRefused(writes, ledger),
    missing: [
      ...(grants.length === 0 ? ['no lock was granted'] : []),
      ...(ledger.length === 0 ? ['no write under a lock was committed'] : []),
    ],
  };
}

type Grant = Acquisition & { token: number; validUntilMs: number };

const isGrant = (each: Acquisition): each is Grant => each.outcome === 'granted' && each.token !== undefined;

const name = ({ client, lock, token }: Pick<Grant, 'client' | 'lock' | 'token'>) =>
  `client ${client} with token ${token} of ${lock}`;

function findUnorderedTokens(grants: Grant[]): string[] {
  const seen = [...groupBy(grants, ({ token }) => String(token)).values()];
  const twice = seen.flatMap(([first, ...others]) =>
    others.map((other) => `${name(other)}: ${name(first as Grant)} too`),
  );
  // Between a request and its answer etcd may have granted at any moment: only what was over before counts.
  const byEnd = grants.toSorted((a, b) => a.endedMs - b.endedMs);
  const unordered = grants.flatMap((later) => {
    const earlier = byEnd.find(({ endedMs, token }) => endedMs < later.sentMs && token > later.token);
    return earlier ? [`${name(later)} was granted after ${name(earlier)}`] : [];
  });
  return [...twice, ...unordered];
}

// From its answer on the holder could begin; it believed in the lease until it released it, or until the lease's end.
function findOverlaps(grants: Grant[]): string[] {
  const inOrder = grants.filter(({ endedMs, validUntilMs }) => validUntilMs > endedMs).toSorted(byBeginning);
  const found: string[] = [];
  let last: Grant | undefined;
  for (const grant of inOrder) {
    if (last && grant.endedMs < last.validUntilMs) found.push(`${name(grant)} while ${name(last)} was valid`);
    if (!last || grant.validUntilMs > last.validUntilMs) last = grant;
  }
  return found;
}

const byBeginning = (a: Grant, b: Grant) => a.endedMs - b.endedMs;

function findLate(rows: LedgerRow[]): string[] {
  let highest = 0;
  return rows
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ lock, token, id }) => {
      const isLate = token < highest;
      highest = Math.max(highest, token);
      return isLate ? [`write ${id} with token ${token} of ${lock} was committed after token ${highest}`] : [];
    });
}

function findWrong(writes: LockWrite[], ledger: LedgerRow[]): string[] {
  const times = new Map<number, number>();
  for (const { id } of ledger) times.set(id, (times.get(id) ?? 0) + 1);
  return writes.flatMap(({ id, outcome, ...write }) => {
    const found = times.get(id) ?? 0;
    if (outcome === 'ok' && found === 0) return [`write ${id} of ${name(write)} was acknowledged and is not there`];
    if (outcome === 'fail' && found > 0) return [`write ${id} of ${name(write)} was refused and is there`];
    return found > 1 ? [`write ${id} of ${name(write)} is there ${found} times`] : [];
  });
}

function findRefused(writes: LockWrite[], ledger: LedgerRow[]): string[] {
  const highest = new Map<string, number>();
  for (const { lock, token } of ledger) highest.set(lock, Math.max(token, highest.get(lock) ?? 0));
  return writes
    .filter(({ outcome, lock, token }) => outcome === 'fail' && (highest.get(lock) ?? 0) <= token)
    .map((write) => `write ${write.id} of ${name(write)} was refused without a follower`);
}

function findInvented(grants: Grant[], writes: LockWrite[], ledger: LedgerRow[]): string[] {
  const granted = new Set(grants.map(name));
  const forged = writes.filter((write) => !granted.has(name(write))).map((write) => `${name(write)} was never granted`);
  const sent = new Map(writes.map((write) => [write.id, write]));
  const strange = ledger.flatMap(({ id, lock, token }) => {
    const write = sent.get(id);
    return write?.lock === lock && write.token === token
      ? []
      : [`no client sent write ${id}, token ${token} of ${lock}`];
  });
  return [...forged, ...strange];
}
