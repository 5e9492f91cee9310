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

const soon = () => new Promise((done) => setTimeout(done, 30));

/** A reception of a process that has caught up already. */
async function createSettledPlace() {
  const place = createPlace();
  const first = place.receive(ask('web-2', 'web-0'));
  await soon();
  place.running.pop()?.end();
  await first;
  await soon();
  return place;
}

test('who comes from another process, or from none, is received; who stays is not, nor who is nobody', async (t) => {
  const { receive } = await createSettledPlace();
  t.truthy(receive(ask('web-2', 'web-1')));
  t.truthy(receive(ask('web-2', 'web-0')));
  t.truthy(receive(ask('web-2', 'any')));
  t.is(receive(ask('web-2', 'web-2')), undefined);
  t.is(receive(ask('web-2')), undefined);
});

test('a new process receives who stayed with the one that had its name, and nobody else', (t) => {
  t.truthy(createPlace().receive(ask('web-2', 'web-2')));
  t.is(createPlace().receive(ask('web-2')), undefined);
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

test('after a newcomer was not received, no user is served before the process has caught up', async (t) => {
  const { receive, running } = await createSettledPlace();
  const failed = receive(ask('web-2', 'web-1'));
  await soon();
  running.pop()?.fail();
  await t.throwsAsync(async () => failed, { message: 'no group' });
  t.is(receive(ask('web-2')), undefined);
  const later = receive(ask('web-2', 'web-2'));
  t.truthy(later);
  await soon();
  running.pop()?.end();
  await later;
  t.is(receive(ask('web-2', 'web-2')), undefined);
});
