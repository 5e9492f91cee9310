import test from 'ava';
import fc from 'fast-check';
import { nextDelayMs } from '../../../../../api/database/failures/retry-delay.ts';

test('the first retry comes within 20 ms and none later than 500 ms', (t) => {
  t.is(
    nextDelayMs(0, () => 0.999),
    19,
  );
  t.is(
    nextDelayMs(1, () => 0.999),
    39,
  );
  t.is(
    nextDelayMs(100, () => 0.999),
    499,
  );
});

test('a delay may be nothing at all, whatever came before', (t) => {
  for (const tries of [0, 3, 50])
    t.is(
      nextDelayMs(tries, () => 0),
      0,
    );
});

test('the ceiling never falls', (t) => {
  fc.assert(
    fc.property(fc.nat(200), fc.double({ min: 0, max: 0.999, noNaN: true }), (tries, chance) => {
      return nextDelayMs(tries + 1, () => chance) >= nextDelayMs(tries, () => chance);
    }),
  );
  t.pass();
});
