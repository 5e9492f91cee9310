import type { LockHistory } from '../../../../chaos/history.ts';
import { createRandom } from '../../../../chaos/load/random.ts';

const clients = 3;
const ttlMs = 2_000;

/**
 * Locks as they should be: one holder after the other. Some are frozen with the lock, wake up after another has written, and are
 * refused.
 */
export function simulateLocks(seed: number): LockHistory {
  const random = createRandom(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const history: LockHistory = { acquisitions: [], writes: [], ledger: [] };
  let [atMs, token] = [0, upTo(50)];
  const write = (client: number, by: number, outcome: 'ok' | 'fail' | 'unknown') => {
    const id = history.writes.length + 1;
    const sentMs = atMs;
    atMs += 2 + upTo(20);
    history.writes.push({ client, lock: 'a', token: by, id, sentMs, endedMs: atMs, outcome });
    const isThere = outcome === 'ok' || (outcome === 'unknown' && random() < 0.5);
    if (isThere) history.ledger.push({ lock: 'a', number: history.ledger.length + 1, token: by, id });
  };
  for (let turn = 0; turn < 12; turn += 1) {
    const client = turn % clients;
    const sentMs = atMs;
    atMs += 3 + upTo(20);
    token += 1 + upTo(4);
    const grant = { client, lock: 'a', sentMs, endedMs: atMs, outcome: 'granted' as const, token };
    history.acquisitions.push({ ...grant, endedMs: atMs, validUntilMs: sentMs + ttlMs - 200 });
    for (let left = 1 + upTo(3); left > 0; left -= 1) write(client, token, random() < 0.9 ? 'ok' : 'unknown');
    const isFrozen = random() < 0.4;
    const own = history.acquisitions.at(-1);
    if (!isFrozen && own) own.validUntilMs = atMs;
    if (isFrozen) atMs = sentMs + ttlMs + upTo(500);
    const [before] = history.acquisitions.slice(-2, -1);
    const hasWritten = history.ledger.at(-1)?.token === token;
    if (before?.token !== undefined && hasWritten && random() < 0.5) write(before.client, before.token, 'fail');
    atMs += 1 + upTo(30);
  }
  return history;
}
