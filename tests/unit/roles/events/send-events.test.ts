import test from 'ava';
import { createEventSender } from '../../../../roles/rabbitmq/send-events.ts';
import { exchange, queues } from '../../../../roles/rabbitmq/topology.ts';
import { createFakeBroker, type Fate } from './fake-broker.ts';

const fates: Record<string, Fate> = { 'user:1': 'returned', 'user:2': 'confirmed', 'user:3': 'refused' };
const fateOf = (key: string) => fates[key] ?? 'confirmed';
const send = (fake: ReturnType<typeof createFakeBroker>, keys: string[]) => {
  const sender = createEventSender(fake.broker);
  return Promise.allSettled(keys.map((key) => sender.send({ key, body: {} })));
};

test('an event that no queue took is not sent, though RabbitMQ confirmed it, and those beside it are', async (t) => {
  const ends = await send(createFakeBroker(fateOf), ['user:2', 'user:1', 'user:3', 'user:4']);
  t.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
});

test('queues and bindings that are gone are declared anew before the next try', async (t) => {
  const fake = createFakeBroker(fateOf);
  await send(fake, ['user:1', 'user:1']);
  t.true(fake.declared.includes(exchange));
  for (const queue of queues)
    t.is(fake.declared.filter((name) => name === queue).length, 2, 'the queue and its binding, once');
  t.deepEqual(fake.published, ['user:1', 'user:1']);
});
