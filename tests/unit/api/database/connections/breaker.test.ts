import test from 'ava';
import { Breaker, failingBeforeRefusalMs } from '../../../../../api/database/connections/breaker.ts';

test('no request is refused before work has failed for some seconds', (t) => {
  const breaker = new Breaker();
  breaker.failed(1_000);
  t.is(breaker.admit(1_000 + failingBeforeRefusalMs - 1, false), 'pass');
  t.false(breaker.isOpen(1_000 + failingBeforeRefusalMs - 1));
});

test('then one request is let through now and then to try, and every other refused', (t) => {
  const breaker = new Breaker();
  const openAtMs = 1_000 + failingBeforeRefusalMs;
  breaker.failed(1_000);
  t.deepEqual(
    [0, 1, 499, 500, 501].map((ms) => breaker.admit(openAtMs + ms, false)),
    ['trial', 'refuse', 'refuse', 'trial', 'refuse'],
  );
});

test('where there is no connection at all no request tries', (t) => {
  const breaker = new Breaker();
  breaker.failed(1);
  t.is(breaker.admit(1 + failingBeforeRefusalMs, true), 'refuse');
});

test('one success lets every request in again, and the time counts from the first failure after it', (t) => {
  const breaker = new Breaker();
  breaker.failed(1);
  breaker.succeeded();
  t.is(breaker.admit(1 + failingBeforeRefusalMs, false), 'pass');
  breaker.failed(10_000);
  breaker.failed(14_999);
  t.is(breaker.admit(10_000 + failingBeforeRefusalMs, false), 'trial');
});
