import { setTimeout as sleep } from 'node:timers/promises';
import { connectBroker } from '../../roles/rabbitmq/connect.ts';
import { describeBroker } from '../../roles/rabbitmq/event-worker.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { ClientRequest } from '../history.ts';
import { isTold } from './read-told-events.ts';

const queue = 'chaos.after-commit';
const settings = { queue, durable: true, arguments: { 'x-queue-type': 'quorum' as const } };
/** No try to publish takes longer, and no answer of RabbitMQ in the end. */
const patienceMs = 15_000;

/**
 * Publishes each acknowledged write of the work to a queue of its own on the same RabbitMQ, once and with a confirm, as a program without
 * an outbox does after COMMIT; gives the ids of the requests that arrived. Only in a lab with the profile events.
 */
export async function besidePublisher<T extends object>(
  lab: Lab,
  work: (tell: (request: ClientRequest) => void) => Promise<T>,
): Promise<T & { published?: number[] }> {
  if (!isTold(lab)) return { ...(await work(() => undefined)) };
  const broker = connectBroker(describeBroker(lab.target.view), 'chaos');
  try {
    await broker.queueDelete({ queue });
    await broker.queueDeclare(settings);
    const publisher = broker.createPublisher({ confirm: true });
    const tries: Promise<unknown>[] = [];
    const done = await work(({ id, wrote, outcome }) => {
      if (!wrote || outcome !== 'ok') return;
      tries.push(publisher.send({ routingKey: queue, durable: true }, { id }).catch(() => undefined));
    });
    await Promise.race([Promise.all(tries), sleep(patienceMs)]);
    return { ...done, published: await takeAll(broker) };
  } finally {
    await broker.queueDelete({ queue }).catch(() => undefined);
    await Promise.race([broker.close(), sleep(2_000)]);
    broker.unsafeDestroy();
  }
}

async function takeAll(broker: ReturnType<typeof connectBroker>): Promise<number[]> {
  const ids: number[] = [];
  for (;;) {
    const message = await broker.basicGet({ queue, noAck: true });
    if (!message) return ids;
    ids.push((message.body as { id: number }).id);
  }
}
