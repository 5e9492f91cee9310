import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, Connection } from 'rabbitmq-client';
import { schemaNumber } from '../../api/events/schema.ts';
import { exchange, topology } from '../rabbitmq/topology.ts';
import type { OutboxRow } from './outbox.ts';

/** Without a confirm by then the channel is given up; the rows stay, and are published again. */
const confirmWithinMs = 10_000;

/** The message of an event. */
export function renderMessage({ key, version, type, payload, at }: OutboxRow) {
  return { key, version, type, schema: schemaNumber, at: at.toISOString(), payload };
}

/** Publishes events in order, and gives those that RabbitMQ has confirmed. */
export function createPublisher(broker: Connection) {
  let open: { channel: Channel; hasReturned: boolean } | undefined;

  async function openChannel() {
    if (open?.channel.active) return open;
    const channel = await broker.acquire();
    for (const each of topology.queues) await channel.queueDeclare(each);
    for (const each of topology.exchanges) await channel.exchangeDeclare(each);
    for (const each of topology.queueBindings) await channel.queueBind(each);
    await channel.confirmSelect();
    const opened = { channel, hasReturned: false };
    // A message that no queue took comes back before its confirm.
    channel.on('basic.return', () => {
      opened.hasReturned = true;
    });
    open = opened;
    return opened;
  }

  /** Gives up the channel, and with it what was not confirmed. */
  async function giveUp({ channel }: { channel: Channel }) {
    open = undefined;
    await Promise.race([channel.close().catch(() => undefined), sleep(1_000)]);
  }

  async function publish(rows: OutboxRow[], { mayPublish, tokenOf }: PublishOptions): Promise<OutboxRow[]> {
    const opened = await openChannel();
    opened.hasReturned = false;
    const sent = rows.map(async (row) => {
      if (!mayPublish()) return undefined;
      const headers = { 'relay-token': tokenOf(row.partition) };
      const envelope = { exchange, routingKey: row.key, durable: true, mandatory: true, headers };
      await opened.channel.basicPublish(envelope, renderMessage(row));
      return row;
    });
    const ends = await withinTime(Promise.allSettled(sent));
    const isWhole = ends !== undefined && !opened.hasReturned;
    if (!isWhole || ends.some(({ status }) => status === 'rejected')) await giveUp(opened);
    if (!isWhole) return [];
    return ends.flatMap((end) => (end.status === 'fulfilled' && end.value ? [end.value] : []));
  }

  return { publish, close: async () => open && (await giveUp(open)) };
}

interface PublishOptions {
  /** Whether the lease still holds, by the relay's own clock. */
  mayPublish(): boolean;
  tokenOf(partition: number): number;
}

async function withinTime<T>(work: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  const late = sleep(confirmWithinMs, undefined, { signal: done.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
