import { EventEmitter } from 'node:events';
import { setImmediate as afterATurn } from 'node:timers/promises';
import type { Envelope } from 'rabbitmq-client';
import type { Broker } from '../../../../roles/rabbitmq/send-events.ts';

/** What became of a message that was handed to a channel: the channel tells of one that came back after its confirm. */
export type Fate = 'confirmed' | 'refused' | 'returned' | 'silence';

export interface FakeBroker {
  broker: Broker;
  /** Routing keys in the order in which they were published. */
  published: string[];
  declared: string[];
  /** Channels that were begun, and those that were closed. */
  channels: { begun: number; closed: number };
}

/** A connection whose channels do with each message what its key is to meet. */
export function createFakeBroker(fateOf: (key: string) => Fate): FakeBroker {
  const found = { published: [] as string[], declared: [] as string[], channels: { begun: 0, closed: 0 } };
  const note = async (name: string) => {
    found.declared.push(name);
    await afterATurn();
  };
  const broker = {
    createPublisher() {
      found.channels.begun += 1;
      const channel = new EventEmitter();
      const send = async ({ routingKey = '', messageId }: Envelope) => {
        found.published.push(routingKey);
        const fate = fateOf(routingKey);
        if (fate === 'silence') await new Promise(() => undefined);
        if (fate === 'refused') throw new Error('refused');
        if (fate === 'returned') setImmediate(() => channel.emit('basic.return', { messageId }));
      };
      const close = async () => {
        found.channels.closed += 1;
      };
      return Object.assign(channel, { send, close });
    },
    queueDeclare: ({ queue }: { queue: string }) => note(queue),
    exchangeDeclare: ({ exchange }: { exchange: string }) => note(exchange),
    queueBind: ({ queue }: { queue: string }) => note(queue),
  };
  return { broker: broker as unknown as Broker, ...found };
}
