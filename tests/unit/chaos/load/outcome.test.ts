import test from 'ava';
import type { Outcome } from '../../../../chaos/history.ts';
import type { Reply } from '../../../../chaos/load/http-client.ts';
import { classifyOutcome } from '../../../../chaos/load/outcome.ts';

const saying = (message: string): Reply => ({ status: 503, body: { errors: { message } } });

const cases: [string, Reply, Outcome, Outcome][] = [
  ['a success', { status: 200 }, 'ok', 'ok'],
  ['a mistake of the client', { status: 422 }, 'fail', 'fail'],
  ['a server that does not listen', { status: 'ECONNREFUSED' }, 'fail', 'fail'],
  ['a lost connection', { status: 'ECONNRESET' }, 'unknown', 'fail'],
  ['no answer in time', { status: 'time-out' }, 'unknown', 'fail'],
  ['a bug of the server', { status: 500 }, 'unknown', 'fail'],
  ['a 503 that says nothing', { status: 503 }, 'unknown', 'fail'],
  ['a 503 at the deadline', saying('No member of the group did the work within the deadline'), 'unknown', 'fail'],
  [
    'a 503 of the breaker',
    saying('No member of the group has done such work for some seconds; not waiting for one.'),
    'fail',
    'fail',
  ],
];

for (const [title, reply, write, read] of cases) {
  test(`${title} leaves a write ${write} and a read ${read}`, (t) => {
    t.is(classifyOutcome(reply, { isWrite: true }), write);
    t.is(classifyOutcome(reply, { isWrite: false }), read);
  });
}

test('what the breaker says is taken from the API itself', async (t) => {
  const { DatabaseUnavailable } = await import('../../../../api/database/failures/unavailable.ts');
  for (const reason of ['breaker', 'queue full', 'closed'] as const) {
    t.is(classifyOutcome(saying(new DatabaseUnavailable(reason).message), { isWrite: true }), 'fail', reason);
  }
  for (const reason of ['deadline', 'outcome unknown'] as const) {
    t.is(classifyOutcome(saying(new DatabaseUnavailable(reason).message), { isWrite: true }), 'unknown', reason);
  }
});
