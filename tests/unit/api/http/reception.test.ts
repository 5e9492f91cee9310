import test from 'ava';
import { createReception } from '../../../../api/http/reception.ts';
import type { Context } from '../../../../api/http/state.ts';

const ask = (process: string, before?: string, { proxy = true } = {}) =>
  ({
    app: { proxy },
    headers: {
      'x-forwarded-process': process,
      ...(before === undefined ? {} : { 'x-forwarded-process-before': before }),
    },
  }) as unknown as Context;

/** A reception whose catching up ends when the test says so. */
function createPlace() {
  const running: { end(): void; fail(): void }[] = [];
  const catchUp = () =>
    new Promise<void>((resolve, reject) => running.push({ end: resolve, fail: () => reject(new Error('no group')) }));
  return { receive: createReception(catchUp), running };
}

const soon = () => new Promise((done) => setImmediate(done));

test('who comes from another process, or from none, is received; who stays is not, nor who has no name', (t) => {
  const { receive } = createPlace();
  t.truthy(receive(ask('web-2', 'web-1')));
  t.truthy(receive(ask('web-2', 'web-0')));
  t.is(receive(ask('web-2', 'web-2')), undefined);
  t.is(receive(ask('web-2')), undefined);
});

test('what says so and did not come through a proxy counts for nothing', (t) => {
  t.is(createPlace().receive(ask('web-2', 'web-1', { proxy: false })), undefined);
});

test('newcomers who come while the process catches up share the next time, which begins after they came', async (t) => {
  const { receive, running } = createPlace();
  const first = receive(ask('web-2', 'web-1'));
  await soon();
  const others = [receive(ask('web-2', 'web-1')), receive(ask('web-2', 'web-0'))];
  await soon();
  t.is(running.length, 1);
  running[0]?.end();
  await first;
  await soon();
  t.is(running.length, 2);
  running[1]?.end();
  await Promise.all(others);
  t.is(running.length, 2);
});

test('after a newcomer was not received, nobody is served before the process has caught up', async (t) => {
  const { receive, running } = createPlace();
  const failed = receive(ask('web-2', 'web-1'));
  await soon();
  running[0]?.fail();
  await t.throwsAsync(async () => failed, { message: 'no group' });
  const later = receive(ask('web-2', 'web-2'));
  t.truthy(later);
  await soon();
  running[1]?.end();
  await later;
  t.is(receive(ask('web-2', 'web-2')), undefined);
});
