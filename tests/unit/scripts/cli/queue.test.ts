import test from 'ava';
import { parseName, renderQueueStatus } from '../../../../scripts/cli/commands/queue.ts';

test('an event is named by its key and version, and any other word by what can be done', (t) => {
  t.deepEqual(parseName('article:17/3'), { key: 'article:17', version: 3 });
  for (const text of ['', 'article:17', '17/3', 'article:17/3/4'])
    t.throws(() => parseName(text), { message: /is no event/ });
});

test('the status says what waits in the outbox and in each queue', (t) => {
  const queue = { name: 'events.0', ready: 4, underWay: 1, consumers: 2, leader: 'rabbitmq-3', copies: 3 };
  const text = renderQueueStatus({ waiting: 12, oldestSeconds: 9, laidAside: 1 }, [queue]);
  t.regex(text, /outbox: 12 events wait, the oldest for 9 s\nlaid aside: 1: \.\/lab queue dead\n/);
  t.regex(text, /events\.0\s+4\s+1\s+2\s+rabbitmq-3\s+3$/m);
});
