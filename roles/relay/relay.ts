import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import type { Position } from '../../api/database/causality/position.ts';
import type { Session } from '../../api/database/session.ts';
import type { WorkerTools } from '../rabbitmq/event-worker.ts';
import { chooseLease, endLeases, type Held, type Lease, readHeld, renewLeases } from './leases.ts';
import { findEvents, measureOutbox, type OutboxRow, removeEvents } from './outbox.ts';
import { createPublisher } from './publish.ts';

const renewEveryMs = 1_000;
/** Between two looks at an outbox that was empty: where something was told a moment ago more may follow soon. */
const idleMs = 25;
const busyMs = 8;
const busyForMs = 2_000;
const afterFailureMs = 250;
const deadlineMs = 5_000;

/** Tells RabbitMQ what is in the outbox, over and over until the signal. */
export async function runRelay(tools: WorkerTools): Promise<void> {
  const { name, database, broker, signal } = tools;
  const held: Held = { tokens: new Map(), untilMs: 0 };
  const metrics = createMetrics(tools, held);
  const publisher = createPublisher(broker);
  // What this relay has removed it must not see again.
  let seen: Position | undefined;
  const open = () => database.session({ requestId: name, deadlineMs, ...(seen && { after: seen }) });
  const mayPublish = () => performance.now() < held.untilMs;

  async function relayOnce(): Promise<boolean> {
    if (!mayPublish() || held.tokens.size === 0) return false;
    const rows = await open().read((query) => findEvents(query, [...held.tokens.keys()]), { isAlone: true });
    if (rows.length === 0) return false;
    const told = await publisher.publish(rows, { mayPublish, tokenOf: (partition) => held.tokens.get(partition) ?? 0 });
    if (told.length > 0) seen = await remove(open(), told);
    metrics.told.inc(told.length);
    return told.length > 0;
  }

  const leasing = keepLeases({ ...tools, held });
  let toldAtMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const hasTold = await relayOnce().catch(async (error: Error) => {
      console.error(`${new Date().toISOString()} not told: ${error.message}`);
      await sleep(afterFailureMs);
      return false;
    });
    if (hasTold) toldAtMs = performance.now();
    else await sleep(performance.now() < toldAtMs + busyForMs ? busyMs : idleMs);
  }
  await Promise.all([leasing, publisher.close()]);
}

async function remove(session: Session, rows: OutboxRow[]): Promise<Position | undefined> {
  for (const statement of removeEvents(rows)) await session.write({ change: [statement] });
  return session.written();
}

/** Renews the leases each second, and takes one more at a time of those that are over. */
async function keepLeases({ name, database, signal, held }: WorkerTools & { held: Held }) {
  // A process that starts anew is another holder: what the former one still sends has a lower token.
  const holder = `${name} ${randomBytes(6).toString('hex')}`;
  const isReversed = Number(/\d+$/.exec(name)?.[0] ?? 0) % 2 === 0;
  let wanted: number | undefined;
  while (!signal.aborted) {
    const sentAtMs = performance.now();
    const leases = await renew(wanted).catch((): Lease[] => []);
    if (leases.length > 0) Object.assign(held, readHeld(leases, holder, sentAtMs));
    wanted = chooseLease(leases, isReversed);
    await sleep(wanted === undefined ? renewEveryMs : idleMs, undefined, { signal }).catch(() => undefined);
  }
  held.tokens.clear();
  await open()
    .write({ change: [endLeases(holder)] })
    .catch(() => undefined);

  async function renew(partition: number | undefined): Promise<Lease[]> {
    return (await open().write(renewLeases(holder, partition))).seen;
  }

  function open() {
    return database.session({ requestId: name, deadlineMs });
  }
}

function createMetrics({ registry, database, name }: WorkerTools, held: Held) {
  const registers = [registry];
  const told = new Counter({ name: 'relay_events_total', help: 'Events that RabbitMQ has confirmed.', registers });
  new Gauge({
    name: 'relay_partitions',
    help: 'Partitions that this relay works on.',
    registers,
    collect() {
      this.set(performance.now() < held.untilMs ? held.tokens.size : 0);
    },
  });
  const waiting = new Gauge({ name: 'outbox_events', help: 'Events that wait in the outbox.', registers });
  const laidAside = new Gauge({ name: 'events_laid_aside', help: 'Events that were laid aside.', registers });
  new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'How long the oldest of them has waited.',
    registers,
    async collect() {
      const session = database.session({ requestId: name, deadlineMs: 1_500 });
      const size = await session.read(measureOutbox).catch(() => undefined);
      if (size) waiting.set(size.events);
      if (size) laidAside.set(size.laidAside);
      if (size) this.set(size.oldestSeconds);
    },
  });
  return { told };
}
