import test from 'ava';
import { startGuardAlone } from './support/guard-alone.ts';

test('the age of an answer counts from the question, however late the API answers', async (t) => {
  t.timeout(120_000);
  const answersAfterMs = 1_200;
  const guard = await startGuardAlone({ answersAfterMs });
  t.teardown(guard.end);
  const askedMs = Date.now();
  const { status, headers } = await guard.ask('/api/tags');
  const answeredMs = Date.now();
  t.is(status, 200);
  // The question was there so long before the answer; a timer may end a moment early.
  const latest = Math.floor((answeredMs - answersAfterMs + 10) / 1_000);
  const told = Number(headers['x-asked-at']);
  t.true(told >= Math.floor(askedMs / 1_000) - 1 && told <= latest, `asked at ${told}, and at the latest at ${latest}`);
});
