import { setTimeout as sleep } from 'node:timers/promises';
import { schemaNumber } from '../../api/events/schema.ts';
import { type Broker, createEventSender } from '../rabbitmq/send-events.ts';
import type { OutboxRow } from './outbox.ts';

/** Without a confirm by then the channel is given up; the rows stay, and are published again. */
const confirmWithinMs = 10_000;
/** So long confirms are waited for before other keys are published, too. */
const settleMs = 100;
/** Other keys go before those of an event that was not confirmed. */
const behindOthersMs = 250;
const mostUnderWay = 2_000;

/** The message of an event. */
export function renderMessage({ key, version, type, payload, at }: OutboxRow) {
  return { key, version, type, schema: schemaNumber, at: at.toISOString(), payload };
}

interface PublishOptions {
  /** Whether the lease still holds, by the relay's own clock. */
  mayPublish(): boolean;
  tokenOf(partition: number): number;
}

/** Publishes events in order; one that RabbitMQ does not confirm holds up no event of another key. */
export function createPublisher(broker: Broker, nowMs = () => performance.now()) {
  let sender = createEventSender(broker);
  /** Rows that may still be in the outbox, each with the moment in which it was published. */
  const underWay = new Map<OutboxRow, number>();
  const confirmed: OutboxRow[] = [];
  let failure: Error | undefined;

  async function send(row: OutboxRow, token: number): Promise<void> {
    underWay.set(row, nowMs());
    try {
      await sender.send({ key: row.key, body: renderMessage(row), headers: { 'relay-token': token } });
      confirmed.push(row);
    } catch (error) {
      failure = error as Error;
      await putBehind(row);
    }
  }

  async function putBehind(row: OutboxRow): Promise<void> {
    await sleep(behindOthersMs);
    underWay.delete(row);
  }

  /** Begins anew with another channel; one that RabbitMQ does not answer on may never be closed. */
  function giveUp(): void {
    failure = new Error(`RabbitMQ did not confirm ${underWay.size} events`);
    void sender.close().catch(() => undefined);
    sender = createEventSender(broker);
    for (const row of underWay.keys()) {
      underWay.set(row, nowMs());
      void putBehind(row);
    }
  }

  return {
    /** Publishes events; returns as all are confirmed, or a moment later. */
    async publish(rows: OutboxRow[], { mayPublish, tokenOf }: PublishOptions): Promise<void> {
      const [oldestMs = nowMs()] = underWay.values();
      if (nowMs() - oldestMs > confirmWithinMs) giveUp();
      const sent = rows.map((row) => (mayPublish() ? send(row, tokenOf(row.partition)) : undefined));
      await Promise.race([Promise.all(sent), sleep(settleMs)]);
      if (failure) console.error(`${new Date().toISOString()} not told: ${failure.message}`);
      failure = undefined;
    },
    /** Keys whose events are under way: their later ones wait. */
    listKeys: () => [...new Set([...underWay.keys()].map(({ key }) => key))],
    hasRoom: () => underWay.size < mostUnderWay,
    isIdle: () => underWay.size === 0,
    /** Events that were confirmed since the last call; they stay under way until they are forgotten. */
    takeConfirmed: () => confirmed.splice(0),
    forget(rows: OutboxRow[]): void {
      for (const row of rows) underWay.delete(row);
    },
    close: () => Promise.race([sender.close().catch(() => undefined), sleep(1_000)]),
  };
}
