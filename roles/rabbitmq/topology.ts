/** Where events are published: it hashes the routing key, which is the event's key. */
export const exchange = 'events';
/** What no consumer could read, or what ended its consumer again and again. */
export const deadQueue = 'events.dead';

/** Each has one active consumer at a time. */
export const queues = ['events.0', 'events.1', 'events.2'];

/** Deliveries of a message whose consumer was lost, before it is put among the dead. */
const deliveryLimit = 20;

/** Everything that has to be there; declared anew with each connection, which changes nothing where it is. */
export const topology = {
  exchanges: [{ exchange, type: 'x-consistent-hash', durable: true }],
  queues: [
    {
      queue: deadQueue,
      durable: true,
      // A person who looks at its messages gives them back each time.
      arguments: { 'x-queue-type': 'quorum' as const, 'x-delivery-limit': -1 },
    },
    ...queues.map((queue) => ({
      queue,
      durable: true,
      arguments: {
        'x-queue-type': 'quorum' as const,
        'x-single-active-consumer': true,
        'x-delivery-limit': deliveryLimit,
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': deadQueue,
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish' as const,
      },
    })),
  ],
  // The weight of each queue.
  queueBindings: queues.map((queue) => ({ exchange, queue, routingKey: '1' })),
};
