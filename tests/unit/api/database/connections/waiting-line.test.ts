import test from 'ava';
import { createWaitingLine } from '../../../../../api/database/connections/waiting-line.ts';
import { DatabaseUnavailable } from '../../../../../api/database/failures/unavailable.ts';

test('the first caller is served first', async (t) => {
  const line = createWaitingLine<string>(10);
  const [first, second] = [line.wait(100), line.wait(100)];
  t.true(line.serve('a'));
  t.true(line.serve('b'));
  t.deepEqual([await first, await second], ['a', 'b']);
  t.false(line.serve('c'));
});

test('a caller that waited too long is refused, the others stay', async (t) => {
  const line = createWaitingLine<string>(10);
  const late = line.wait(100);
  const patient = line.wait(200);
  line.expire(100);
  await t.throwsAsync(late, { instanceOf: DatabaseUnavailable, message: /deadline/ });
  t.is(line.length, 1);
  line.serve('a');
  t.is(await patient, 'a');
});

test('a full line refuses further callers at once, with a time to come back', (t) => {
  const line = createWaitingLine<string>(1);
  line.wait(100).catch(() => undefined);
  const refusal = t.throws(() => line.wait(100), { instanceOf: DatabaseUnavailable });
  t.is((refusal as DatabaseUnavailable).status, 503);
  t.deepEqual((refusal as DatabaseUnavailable).headers, { 'Retry-After': '1' });
});

test('every caller is refused when the pool closes', async (t) => {
  const line = createWaitingLine<string>(2);
  const waiting = line.wait(100);
  line.dismiss(new DatabaseUnavailable('closed'));
  await t.throwsAsync(waiting, { message: /closed/ });
});
