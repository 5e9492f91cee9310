import test from 'ava';
import fc from 'fast-check';
import type { LockHistory } from '../../../../../chaos/history.ts';
import { judgeAcquisitions, type LockDefects } from '../../../../../chaos/judge/locks/judge-acquisitions.ts';
import { simulateLocks } from '../../support/locks.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const none: LockDefects = { tokens: [], overlaps: [], late: [], wrong: [], invented: [], refused: [], missing: [] };

test('one holder after the other is sound, also where frozen ones wake and are refused', (t) => {
  const check = (seed: number) => t.deepEqual(judgeAcquisitions(simulateLocks(seed)), none, `seed ${seed}`);
  fc.assert(fc.property(seeds, check), { numRuns: 100 });
});

/** Changes a sound history in one place; false where it has no such place. */
type Plant = (history: LockHistory) => boolean;

const isCaught = test.macro<[Plant, keyof LockDefects]>((t, plant, defect) => {
  let planted = 0;
  const check = (seed: number) => {
    const history = simulateLocks(seed);
    if (!plant(history)) return;
    planted += 1;
    t.true(judgeAcquisitions(history)[defect].length > 0, `seed ${seed}`);
  };
  fc.assert(fc.property(seeds, check), { numRuns: 60 });
  t.true(planted > 20);
});

const tokenOf = ({ acquisitions }: LockHistory, index: number) => acquisitions.at(index)?.token ?? 0;

test(
  'a holder that was frozen, and whose write was taken after its follower wrote, is caught',
  isCaught,
  ({ writes, ledger }) => {
    const refused = writes.find(({ outcome }) => outcome === 'fail');
    if (!refused) return false;
    refused.outcome = 'ok';
    ledger.push({ lock: 'a', number: ledger.length + 1, token: refused.token, id: refused.id });
    return true;
  },
  'late',
);

test(
  'a refused write that is there nevertheless is caught',
  isCaught,
  ({ writes, ledger }) => {
    const refused = writes.find(({ outcome }) => outcome === 'fail');
    if (refused) ledger.push({ lock: 'a', number: ledger.length + 1, token: refused.token, id: refused.id });
    return refused !== undefined;
  },
  'wrong',
);

test(
  'an acknowledged write that is not there is caught',
  isCaught,
  ({ writes, ledger }) => {
    const kept = writes.find(({ outcome }) => outcome === 'ok');
    const at = ledger.findIndex(({ id }) => id === kept?.id);
    return ledger.splice(at, 1).length > 0;
  },
  'wrong',
);

test(
  'a write that was done twice is caught',
  isCaught,
  ({ ledger }) => {
    const [first] = ledger;
    if (first) ledger.push({ ...first, number: 0 });
    return first !== undefined;
  },
  'wrong',
);

test(
  'a lock that is granted while its holder is valid is caught',
  isCaught,
  ({ acquisitions }) => {
    const [first, second] = acquisitions;
    if (!first || !second) return false;
    first.validUntilMs = second.endedMs + 1;
    return true;
  },
  'overlaps',
);

test(
  'a holder of long ago that is still valid is caught behind others',
  isCaught,
  ({ acquisitions }) => {
    const [first] = acquisitions;
    const last = acquisitions.at(-1);
    if (!first || !last) return false;
    acquisitions.splice(1, acquisitions.length - 2);
    first.validUntilMs = last.endedMs + 1;
    return true;
  },
  'overlaps',
);

test(
  'one token for two grants is caught',
  isCaught,
  (history) => {
    const last = history.acquisitions.at(-1);
    if (last) last.token = tokenOf(history, 0);
    return last !== undefined;
  },
  'tokens',
);

test(
  'a later grant with a lower token is caught, as after a log that was lost',
  isCaught,
  (history) => {
    const last = history.acquisitions.at(-1);
    if (last) last.token = -1;
    return last !== undefined;
  },
  'tokens',
);

test(
  'a write with a token that was never granted is caught',
  isCaught,
  ({ writes }) => {
    const last = writes.at(-1);
    if (last) last.token += 1_000;
    return last !== undefined;
  },
  'invented',
);

test(
  'a row that no client has sent is caught',
  isCaught,
  (history) => {
    const { ledger } = history;
    return ledger.push({ lock: 'a', number: ledger.length + 1, token: tokenOf(history, -1), id: 9_999 }) > 0;
  },
  'invented',
);

test(
  'a fence that refuses every write is caught',
  isCaught,
  ({ writes, ledger }) => {
    for (const write of writes) write.outcome = 'fail';
    return ledger.splice(0).length > 0;
  },
  'refused',
);

test(
  'a write that was refused before its follower wrote is caught',
  isCaught,
  ({ writes, ledger }) => {
    const last = ledger.at(-1);
    const refused = writes.find(({ id }) => id === last?.id);
    if (refused) refused.outcome = 'fail';
    return ledger.splice(-1).length > 0;
  },
  'refused',
);

test('a run in which no lock was granted proves nothing', (t) => {
  const { missing } = judgeAcquisitions({ acquisitions: [], writes: [], ledger: [] });
  t.deepEqual(missing, ['no lock was granted', 'no write under a lock was committed']);
});
