import test from 'ava';
import { type OutboxRow, removeEvents } from '../../../../roles/relay/outbox.ts';
import { renderMessage } from '../../../../roles/relay/publish.ts';

const row: OutboxRow = {
  key: 'user:1',
  version: 2,
  partition: 0,
  type: 'user.followed',
  payload: { userId: 1, followerId: 2 },
  at: new Date('2026-11-29T19:00:00.123Z'),
};

test('events are removed a hundred at a time', (t) => {
  const statements = removeEvents(Array.from({ length: 250 }, (_, index) => ({ ...row, version: index + 1 })));
  t.deepEqual(
    statements.map(({ values = [] }) => values.length),
    [200, 200, 100],
  );
  t.deepEqual(removeEvents([]), []);
});

test('a message says all that the outbox has, and the number of its schema', (t) => {
  t.deepEqual(renderMessage(row), {
    key: 'user:1',
    version: 2,
    type: 'user.followed',
    schema: 1,
    at: '2026-11-29T19:00:00.123Z',
    payload: { userId: 1, followerId: 2 },
  });
});
