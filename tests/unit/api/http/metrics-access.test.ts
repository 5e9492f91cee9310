import test from 'ava';
import { mayReadMetrics } from '../../../../api/http/metrics-access.ts';

const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1', localAddress = '127.0.0.1') => ({
  req: { headers, socket: { remoteAddress, localAddress } },
});

test('without a token this machine alone may read the metrics', (t) => {
  t.true(mayReadMetrics(ask({}), undefined));
  t.true(mayReadMetrics(ask({}, '172.28.17.51', '172.28.17.51'), undefined));
  t.false(mayReadMetrics(ask({}, '172.28.17.1', '172.28.17.51'), undefined));
});

test("a request that a proxy of this machine hands on is not this machine's", (t) => {
  for (const header of ['x-forwarded-for', 'x-forwarded-process', 'forwarded']) {
    t.false(mayReadMetrics(ask({ [header]: 'x' }), undefined), header);
  }
});

test('with a token its bearer may read them from anywhere, and no other', (t) => {
  t.true(mayReadMetrics(ask({ authorization: 'Bearer secret' }, '10.0.0.1'), 'secret'));
  t.false(mayReadMetrics(ask({ authorization: 'Bearer other' }), 'secret'));
  t.false(mayReadMetrics(ask({}), 'secret'));
});
