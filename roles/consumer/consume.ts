import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Histogram } from 'prom-client';
import { type AsyncMessage, type Connection, ConsumerStatus } from 'rabbitmq-client';
import type { Position } from '../../api/database/causality/position.ts';
import { type Envelope, envelope } from '../../api/events/schema.ts';
import type { WorkerTools } from '../rabbitmq/event-worker.ts';
import { createEventSender } from '../rabbitmq/send-events.ts';
import { queues, topology } from '../rabbitmq/topology.ts';
import { type Outcome, takeInAgain, takeInTogether } from './take-in.ts';
import { createTurns, type Place } from './turns.ts';
import { waitForTurn } from './wait-for-turn.ts';

/** Events of one queue that are under way at a time; of one key only those that are taken in together. */
const concurrency = 100;

interface Received extends Place {
  event: Envelope;
}

/** Takes in what the queues bring, until the signal; of each queue, where RabbitMQ makes this consumer the active one. */
export async function consume(tools: WorkerTools): Promise<void> {
  const { broker, connect, signal, registry } = tools;
  const counts = new Counter({
    name: 'consumer_events_total',
    help: 'Events by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const ages = new Histogram({
    name: 'consumer_event_seconds',
    help: 'From the write that an event tells of until it was taken in, by the clocks of both.',
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  // Where its memory or disk is short RabbitMQ reads nothing, acknowledgements included, of a connection that publishes.
  const publishing = connect('publishes');
  const sender = createEventSender(publishing, { maxAttempts: 3 });
  // To the end of its queue: there it no longer takes the place of what it may be waiting for.
  const sendLater = async ({ body, routingKey, headers = {} }: AsyncMessage) => {
    if (!publishing.ready) throw new Error('RabbitMQ takes no event');
    await sender.send({ key: routingKey, body, headers });
  };
  const takeInTools = { ...tools, written: new Map<string, Position>(), late: new WeakSet<Envelope>() };
  const turns = createTurns(async (received: Received[]) => {
    const [first] = received as [Received];
    if (first.isAgain) return [await takeInAgain(first.event, takeInTools)];
    return await takeInTogether(
      received.map(({ event }) => event),
      takeInTools,
    );
  });
  const handle = async (message: AsyncMessage): Promise<ConsumerStatus> => {
    const read = envelope.safeParse(message.body);
    // RabbitMQ puts it among the dead.
    if (!read.success) return ConsumerStatus.DROP;
    const { key, version } = read.data;
    const inTurn = () => turns({ key, version, event: read.data, isAgain: Boolean(message.headers?.replay) });
    const outcome = await waitForTurn(inTurn, { signal, sendLater: () => sendLater(message) });
    counts.inc({ outcome });
    if (outcome === 'taken in') ages.observe((Date.now() - Date.parse(read.data.at)) / 1_000);
    return statusOf[outcome];
  };
  const consumers = queues.map((queue) => consumeQueue(broker, queue, handle));
  await untilAborted(signal);
  await Promise.race([Promise.all(consumers.map((consumer) => consumer.close())), sleep(5_000)]);
  await Promise.race([sender.close(), sleep(1_000)]);
  publishing.unsafeDestroy();
}

const statusOf: Record<Outcome, ConsumerStatus> = {
  'taken in': ConsumerStatus.ACK,
  'seen before': ConsumerStatus.ACK,
  'laid aside': ConsumerStatus.ACK,
  'given back': ConsumerStatus.REQUEUE,
  // It was sent once more.
  early: ConsumerStatus.ACK,
};

function consumeQueue(broker: Connection, queue: string, handle: (message: AsyncMessage) => Promise<ConsumerStatus>) {
  const queueOptions = topology.queues.find((each) => each.queue === queue);
  const consumer = broker.createConsumer(
    { queue, ...(queueOptions && { queueOptions }), qos: { prefetchCount: concurrency }, concurrency },
    handle,
  );
  // The consumer begins anew by itself; without a listener an error would end the process.
  consumer.on('error', (error) => console.error(`${queue}: ${error?.message ?? error}`));
  return consumer;
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
