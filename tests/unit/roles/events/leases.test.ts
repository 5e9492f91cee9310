import test from 'ava';
import type { Statement } from '../../../../api/database/query.ts';
import { chooseLease, type Lease, readHeld, renewLeases } from '../../../../roles/relay/leases.ts';

const lease = (partition: number, holder: string, isOver: 0 | 1 = 0): Lease => ({
  partition,
  holder,
  token: 7,
  isOver,
});

test('a relay wants a lease only where one is over, and two relays begin at different ends', (t) => {
  const leases = [lease(0, 'a'), lease(1, '', 1), lease(2, 'b'), lease(3, '', 1)];
  t.is(chooseLease(leases, false), 1);
  t.is(chooseLease(leases, true), 3);
  t.is(chooseLease([lease(0, 'a'), lease(1, 'b')], false), undefined);
});

test('a relay holds its own leases that are not over, for less than the members say', (t) => {
  const held = readHeld([lease(0, 'a'), lease(1, 'b'), lease(2, 'a', 1), lease(3, 'a')], 'a', 10_000);
  t.deepEqual(
    [...held.tokens],
    [
      [0, 7],
      [3, 7],
    ],
  );
  t.true(held.untilMs > 10_000 && held.untilMs < 13_000);
});

test('without a wish only the own leases are renewed', (t) => {
  const [statement] = renewLeases('a', undefined).change as Statement[];
  t.is(statement?.values?.at(-1), -1);
});
