import test from 'ava';
import {
  createOperation,
  createOperationId,
  removeOldOperations,
} from '../../../../../api/database/transactions/operations.ts';
import { needsSettling } from '../../../../../api/database/transactions/request-session.ts';

test('ids made later sort later, and none comes twice', (t) => {
  const ids = Array.from({ length: 1_000 }, (_, ms) => createOperationId(1_700_000_000_000 + ms));
  t.deepEqual(ids.toSorted(), ids);
  t.is(new Set(Array.from({ length: 1_000 }, () => createOperationId(1))).size, 1_000);
  t.true(ids.every((id) => /^[0-9a-f]{32}$/.test(id)));
});

test('old ids are removed by a range of the primary key, a few at a time', (t) => {
  const { sql } = removeOldOperations(1_700_000_000_000 + 10 * 60_000, 500);
  t.regex(sql, /WHERE id < x'018bcfe56800[0]{20}' ORDER BY id LIMIT 500$/);
});

const conflict = { outcome: 'unknown', failure: Object.assign(new Error(), { errno: 3101 }) } as const;
const lost = { outcome: 'unknown', failure: Object.assign(new Error(), { code: 'ECONNRESET' }) } as const;
const refusal = { outcome: 'final', failure: new Error('has already been taken') } as const;
const doubtful = { ...createOperation(1), isDoubtful: true };

test('a lost answer is settled at once', (t) => {
  t.true(needsSettling(lost, doubtful));
});

test('a conflict is only run again', (t) => {
  t.false(needsSettling(conflict, doubtful));
  t.false(needsSettling({ outcome: 'safe', failure: lost.failure }, doubtful));
});

test('before a client is told anything else than "committed", an earlier try in doubt is settled', (t) => {
  t.true(needsSettling(refusal, doubtful));
  t.true(needsSettling({ outcome: 'done', value: 'nothing was to be changed' }, doubtful));
});

test('without a doubt nothing is settled', (t) => {
  for (const attempt of [refusal, { outcome: 'done', value: 1 } as const]) {
    t.false(needsSettling(attempt, createOperation(1)));
  }
});
