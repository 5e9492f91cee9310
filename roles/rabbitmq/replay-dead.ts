import type { AsyncMessage, Channel, Connection } from 'rabbitmq-client';
import { envelope } from '../../api/events/schema.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { createEventSender } from './send-events.ts';
import { deadQueue } from './topology.ts';

/** What became of the messages among the dead. */
export interface ReplayedDead {
  /** Names of events that were sent once more. */
  sent: string[];
  /** Messages that are no events, and stay. */
  kept: number;
}

/** RabbitMQ gives a consumer no more that it has not acknowledged. Behind rubbish there may be events, however much there is of it. */
const mostMessages = 65_535;
/** Without a further message for so long, another program has taken the rest. */
const quietMs = 2_000;

/** Sends the events among the dead once more; each leaves the dead only when RabbitMQ has confirmed that a queue took it. */
export async function replayDead(broker: Connection): Promise<ReplayedDead> {
  const channel = await broker.acquire();
  const sender = createEventSender(broker, { maxAttempts: 3 });
  try {
    const { events, others } = await takeDead(channel);
    for (const { key, message } of events) {
      await sender.send({ key, body: message.body });
      channel.basicAck({ deliveryTag: message.deliveryTag });
    }
    // What was taken and not acknowledged, all of it.
    if (others > 0) channel.basicNack({ deliveryTag: 0, multiple: true, requeue: true });
    return { sent: events.map(({ name }) => name), kept: others };
  } finally {
    await sender.close();
    await channel.close();
  }
}

interface DeadEvent {
  name: string;
  key: string;
  message: AsyncMessage;
}

/** Takes all that are dead at this moment. */
async function takeDead(channel: Channel) {
  const events: DeadEvent[] = [];
  let others = 0;
  const { messageCount } = await channel.queueDeclare({ queue: deadQueue, passive: true });
  const wanted = Math.min(messageCount, mostMessages);
  await channel.basicQos({ prefetchCount: mostMessages });
  const count = () => events.length + others;
  const { consumerTag } = await channel.basicConsume({ queue: deadQueue }, (message) => {
    const { success, data } = envelope.safeParse(message.body);
    if (success) events.push({ name: `${data.key}/${data.version}`, key: data.key, message });
    else others += 1;
  });
  let before = -1;
  while (count() < wanted && count() > before) {
    before = count();
    const isTaken = () => count() >= wanted;
    await waitFor(isTaken, { what: 'the dead', timeoutMs: quietMs, intervalMs: 20 }).catch(() => undefined);
  }
  await channel.basicCancel(consumerTag);
  return { events, others };
}
