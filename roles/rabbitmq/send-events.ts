import { setImmediate } from 'node:timers/promises';
import type { Connection } from 'rabbitmq-client';
import { exchange, topology } from './topology.ts';

/** An event as RabbitMQ gets it. */
export interface EventMessage {
  key: string;
  body: unknown;
  headers?: Record<string, unknown>;
}

/** What events are sent with. */
export interface EventSender {
  /** Resolves as RabbitMQ has confirmed the event; rejects where it did not, and where no queue took the event. */
  send(message: EventMessage): Promise<void>;
  close(): Promise<void>;
}

/** What a sender needs of a connection. */
export type Broker = Pick<Connection, 'createPublisher' | 'queueDeclare' | 'exchangeDeclare' | 'queueBind'>;

/** Sends events in the order of the calls, on a channel of their own. */
export function createEventSender(broker: Broker, { maxAttempts = 1 } = {}): EventSender {
  const publisher = broker.createPublisher({ confirm: true, maxAttempts, ...topology });
  const returned = new Set<string>();
  publisher.on('basic.return', ({ messageId = '' }) => returned.add(messageId));
  let count = 0;
  let declaring: Promise<void> | undefined;

  const declareOnce = () => {
    declaring ??= declareAll(broker).finally(() => {
      declaring = undefined;
    });
    return declaring;
  };

  return {
    async send({ key, body, headers = {} }) {
      count += 1;
      const messageId = String(count);
      await publisher.send({ exchange, routingKey: key, durable: true, mandatory: true, messageId, headers }, body);
      // What came back is told a turn of the event loop after its confirm.
      await setImmediate();
      if (!returned.delete(messageId)) return;
      await declareOnce();
      throw new Error(`No queue took an event of ${key}`);
    },
    close: () => publisher.close(),
  };
}

/** Brings back queues and bindings that were taken away. */
async function declareAll(broker: Broker): Promise<void> {
  for (const each of topology.queues) await broker.queueDeclare(each);
  for (const each of topology.exchanges) await broker.exchangeDeclare(each);
  for (const each of topology.queueBindings) await broker.queueBind(each);
}
