import type { Connection, SyncMessage } from 'rabbitmq-client';
import { envelope } from '../../api/events/schema.ts';
import { deadQueue, exchange } from './topology.ts';

/** What became of the messages among the dead. */
export interface ReplayedDead {
  /** Names of events that were sent once more. */
  sent: string[];
  /** Messages that are no events, and stay. */
  kept: number;
}

/** What may come back while others are taken is not taken again. Behind rubbish there may be events, however much there is of it. */
const mostMessages = 100_000;

/** Sends the events among the dead once more; each leaves the dead only when RabbitMQ has confirmed it. */
export async function replayDead(broker: Connection): Promise<ReplayedDead> {
  const channel = await broker.acquire();
  const publisher = broker.createPublisher({ confirm: true, maxAttempts: 3 });
  const sent: string[] = [];
  // Until the end no message comes a second time, as this one holds it.
  const kept: number[] = [];
  try {
    const { messageCount } = await channel.queueDeclare({ queue: deadQueue, passive: true });
    for (let taken = 0; taken < Math.min(messageCount, mostMessages); taken += 1) {
      const message = await channel.basicGet(deadQueue);
      if (!message) break;
      const name = await sendAgain(message);
      if (name === undefined) kept.push(message.deliveryTag);
      else sent.push(name);
    }
    for (const deliveryTag of kept) channel.basicNack({ deliveryTag, requeue: true });
    return { sent, kept: kept.length };
  } finally {
    await publisher.close();
    await channel.close();
  }

  async function sendAgain(message: SyncMessage): Promise<string | undefined> {
    const read = envelope.safeParse(message.body);
    if (!read.success) return undefined;
    const { key, version } = read.data;
    await publisher.send({ exchange, routingKey: key, durable: true }, message.body);
    channel.basicAck({ deliveryTag: message.deliveryTag });
    return `${key}/${version}`;
  }
}
