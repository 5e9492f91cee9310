import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import type { Position } from '../../api/database/causality/position.ts';
import type { Session } from '../../api/database/session.ts';
import type { WorkerTools } from '../rabbitmq/event-worker.ts';
import { chooseLease, endLeases, type Held, type Lease, readHeld, renewLeases } from './leases.ts';
import { findEvents, measureOutbox, type OutboxRow, removeEvents } from './outbox.ts';
import { createPublisher } from './publish.ts';
import { createStall, type Stall } from './stall.ts';

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
  const stall = createStall();
  let seen: Position | undefined;
  const open = () => database.session({ requestId: name, deadlineMs, ...(seen && { after: seen }) });
  const mayPublish = () => performance.now() < held.untilMs;

  async function findMore(): Promise<OutboxRow[]> {
    if (!publisher.hasRoom()) return [];
    const where = { partitions: [...held.tokens.keys()], without: publisher.listKeys() };
    return await open().read((query) => findEvents(query, where), { isAlone: true });
  }

  async function relayOnce(): Promise<boolean> {
    const isHolding = mayPublish() && held.tokens.size > 0;
    if (isHolding && broker.ready) {
      const tokenOf = (partition: number) => held.tokens.get(partition) ?? 0;
      await publisher.publish(await findMore(), { mayPublish, tokenOf });
    }
    const told = publisher.takeConfirmed();
    const isBehind = !broker.ready || !publisher.isIdle();
    stall.note({ isStuck: isHolding && told.length === 0 && isBehind });
    if (told.length === 0) return false;
    // What this relay has removed it must not see again.
    seen = await remove(open(), told).finally(() => publisher.forget(told));
    metrics.told.inc(told.length);
    return true;
  }

  const leasing = keepLeases({ ...tools, held, stall });
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

/** Renews the leases each second, and takes one more at a time of those that are over; ends them where the relay is stuck. */
async function keepLeases({ name, database, signal, held, stall }: WorkerTools & { held: Held; stall: Stall }) {
  // A process that starts anew is another holder: what the former one still sends has a lower token.
  const holder = `${name} ${randomBytes(6).toString('hex')}`;
  const isReversed = Number(/\d+$/.exec(name)?.[0] ?? 0) % 2 === 0;
  let wanted: number | undefined;
  while (!signal.aborted) {
    wanted = stall.isResting() ? await leave() : await renew(wanted);
    await sleep(wanted === undefined ? renewEveryMs : idleMs, undefined, { signal }).catch(() => undefined);
  }
  await leave();

  /** Renews the leases and takes the wanted one; gives what is wanted next. */
  async function renew(partition: number | undefined): Promise<number | undefined> {
    const sentAtMs = performance.now();
    const { seen } = await open()
      .write(renewLeases(holder, partition))
      .catch(() => ({ seen: [] as Lease[] }));
    if (seen.length > 0) Object.assign(held, readHeld(seen, holder, sentAtMs));
    return chooseLease(seen, isReversed);
  }

  async function leave(): Promise<undefined> {
    Object.assign(held, { tokens: new Map(), untilMs: 0 } satisfies Held);
    await open()
      .write({ change: [endLeases(holder)] })
      .catch(() => undefined);
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
