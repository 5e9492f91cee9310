import test from 'ava';
import { createProcessCatchUp } from '../../../../api/http/process-catch-up.ts';
import type { Context } from '../../../../api/http/request-context.ts';

const ask = (process: string, before?: string, { proxy = true, token = 'good' } = {}) =>
  ({
    app: { proxy },
    headers: {
      'x-forwarded-process': process,
      authorization: `Token ${token}`,
      ...(before === undefined ? {} : { 'x-forwarded-process-before': before }),
    },
  }) as unknown as Context;

/** A process whose catching up ends when the test says so. */
function createProcess() {
  const running: { end(): void; fail(): void }[] = [];
  const catchUp = () =>
    new Promise<void>((resolve, reject) => running.push({ end: resolve, fail: () => reject(new Error('no group')) }));
  return { catchUpFirst: createProcessCatchUp(catchUp, { isUser: (token) => token === 'good' }), running };
}

const soon = () => new Promise((done) => setTimeout(done, 30));

/** A process that has caught up already. */
async function createCaughtUpProcess() {
  const own = createProcess();
  const first = own.catchUpFirst(ask('web-2', 'web-0'));
  await soon();
  own.running.pop()?.end();
  await first;
  await soon();
  return own;
}

test('a user of another process, or of none, makes this one catch up; one who stays does not, nor does a request without a user', async (t) => {
  const { catchUpFirst } = await createCaughtUpProcess();
  t.truthy(catchUpFirst(ask('web-2', 'web-1')));
  t.truthy(catchUpFirst(ask('web-2', 'web-0')));
  t.truthy(catchUpFirst(ask('web-2', 'any')));
  t.is(catchUpFirst(ask('web-2', 'web-2')), undefined);
  t.is(catchUpFirst(ask('web-2')), undefined);
});

test('a new process catches up for users of the one that had its name, and for no request without a user', (t) => {
  t.truthy(createProcess().catchUpFirst(ask('web-2', 'web-2')));
  t.is(createProcess().catchUpFirst(ask('web-2')), undefined);
});

test('a header that did not come through a proxy counts for nothing', (t) => {
  t.is(createProcess().catchUpFirst(ask('web-2', 'web-1', { proxy: false })), undefined);
});

test('requests that come while the process catches up share the next time, which begins after they came', async (t) => {
  const { catchUpFirst, running } = createProcess();
  const first = catchUpFirst(ask('web-2', 'web-1'));
  await soon();
  const others = [catchUpFirst(ask('web-2', 'web-1')), catchUpFirst(ask('web-2', 'web-0'))];
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

test('after catching up failed, no user is served before the process has caught up', async (t) => {
  const { catchUpFirst, running } = await createCaughtUpProcess();
  const failed = catchUpFirst(ask('web-2', 'web-1'));
  await soon();
  running.pop()?.fail();
  await t.throwsAsync(async () => failed, { message: 'no group' });
  t.is(catchUpFirst(ask('web-2')), undefined);
  const later = catchUpFirst(ask('web-2', 'web-2'));
  t.truthy(later);
  await soon();
  running.pop()?.end();
  await later;
  t.is(catchUpFirst(ask('web-2', 'web-2')), undefined);
});

test('a made-up token makes no process catch up; a login, which has no token yet, does', async (t) => {
  const { catchUpFirst } = await createCaughtUpProcess();
  t.is(catchUpFirst(ask('web-2', 'web-0', { token: 'made up' })), undefined);
  t.is(catchUpFirst(ask('web-2', 'web-1', { token: 'made up' })), undefined);
  t.truthy(catchUpFirst(ask('web-2', 'any', { token: '' })));
  t.is(createProcess().catchUpFirst(ask('web-2', 'web-2', { token: 'made up' })), undefined);
});
