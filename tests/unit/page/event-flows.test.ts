import test from 'ava';
import { listEventFlows } from '../../../page/browser/event-flows.ts';
import type { Moment } from '../../../scripts/explain/moment.ts';
import type { EventsSample } from '../../../scripts/record/lines.ts';

const events = (told: number, takenIn: number): EventsSample => ({
  relays: {
    'relay-1': { answers: true, waiting: 3, oldestSeconds: 12, laidAside: 0, partitions: 4, told },
    'relay-2': { answers: false, problem: 'ECONNREFUSED' },
  },
  consumers: { 'consumer-1': { answers: true, takenIn, deliveriesWaiting: 0 } },
  queues: {
    'events.0': { messages: 5, consumers: 2, leader: 'rabbitmq-2' },
    'events.1': { messages: 900, consumers: 0, leader: 'rabbitmq-2' },
    'events.dead': { messages: 0, consumers: 0, leader: 'rabbitmq-1' },
  },
});
const proxy = { host: 'haproxy', answers: true, servers: {} };
const momentAt = (atMs: number, told: number): Moment => ({
  ...{ type: 'moment', atMs, hosts: {}, members: {}, proxy },
  events: events(told, told / 2),
});
const moments = [momentAt(1_000, 100), momentAt(2_000, 140), momentAt(3_000, 180)];
const textsOf = (name: string) =>
  listEventFlows({ name, moment: moments[2] as Moment, moments, atMs: 3_000 })?.map(({ text, isBad = false }) =>
    isBad ? `${text}!` : text,
  );

test('a relay shows what it tells a second and what waits; what waits long is marked', (t) => {
  t.deepEqual(textsOf('relay-1'), [
    'tells 40 events a second, of 4 partitions',
    '3 wait in the outbox, the oldest for 12.0 s!',
  ]);
  t.deepEqual(textsOf('relay-2'), []);
});

test('a consumer shows what it takes in, and a node of RabbitMQ the queues that it leads', (t) => {
  t.deepEqual(textsOf('consumer-1'), ['takes in 20 events a second']);
  t.deepEqual(textsOf('rabbitmq-2'), ['leads events.0: 5 wait, 2 consumers', 'leads events.1: 900 wait, no consumer!']);
  t.deepEqual(textsOf('rabbitmq-1'), ['events.dead: 0']);
  t.is(textsOf('rabbitmq-3'), undefined);
});
