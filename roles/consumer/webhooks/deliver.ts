import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, Gauge } from 'prom-client';
import { startCleaner } from '../../../api/cleaner.ts';
import type { Position } from '../../../api/database/causality/position.ts';
import type { WorkerTools } from '../../rabbitmq/event-worker.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  findDue,
  measureDeliveries,
  noteAttempt,
  removeOldDeliveries,
  removeOrphans,
} from './deliveries.ts';
import { chooseDue, findRoom } from './schedule.ts';
import { type Attempt, sendOnce } from './send.ts';
import { renderSignature } from './signature.ts';

/** Between two looks where nothing was due. */
const idleMs = 200;
const afterFailureMs = 1_000;
const deadlineMs = 10_000;
/** A delivery that is under way as the process ends is due again after its claim. */
const endWithinMs = 5_000;

/** Sends what is due to users' webhooks, until the signal; one that does not answer holds up no other. */
export async function deliver(tools: WorkerTools): Promise<void> {
  const { name, database, signal, allowsPrivateWebhooks: allowsPrivate } = tools;
  const counts = createMetrics(tools);
  const underWay = new Map<ClaimedDelivery, Promise<void>>();
  const open = (after?: Position) => database.session({ requestId: name, deadlineMs, ...(after && { after }) });
  const cleaners = [removeOldDeliveries, removeOrphans].map((remove) => startCleaner(database, remove));

  async function startDue(): Promise<number> {
    const busy = [...underWay.keys()];
    const due = await open().read((query) => findDue(query, findRoom(busy)), { isAlone: true });
    const chosen = chooseDue(due, busy).map(({ id }) => id);
    if (chosen.length === 0) return 0;
    const claim = randomBytes(12).toString('hex');
    const session = open();
    const { seen } = await session.write(claimDeliveries(chosen, claim));
    for (const delivery of seen) {
      const done = attempt(delivery, claim, session.written()).finally(() => underWay.delete(delivery));
      underWay.set(delivery, done);
    }
    return seen.length;
  }

  // A member that has not the claim yet would find nothing to note.
  async function attempt(delivery: ClaimedDelivery, claim: string, claimed: Position | undefined): Promise<void> {
    const outcome = await send(delivery, allowsPrivate);
    counts.inc({ outcome: outcome.failure === undefined ? 'delivered' : 'failed' });
    await open(claimed)
      .write({ change: [noteAttempt(delivery, claim, outcome)] })
      .catch((error: Error) => console.error(`delivery ${delivery.id} is not noted: ${error.message}`));
  }

  while (!signal.aborted) {
    const started = await startDue().catch(async (error: Error) => {
      console.error(`${new Date().toISOString()} webhooks: ${error.message}`);
      await sleep(afterFailureMs);
      return 0;
    });
    if (started === 0) await sleep(idleMs, undefined, { signal }).catch(() => undefined);
  }
  cleaners.forEach((end) => void end());
  await Promise.race([Promise.all(underWay.values()), sleep(endWithinMs)]);
}

function send({ id, url, secret, kind, body }: ClaimedDelivery, allowsPrivate: boolean): Promise<Attempt> {
  const seconds = Math.floor(Date.now() / 1_000);
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'mysql-group-lab',
    'Lab-Delivery': String(id),
    'Lab-Event': kind,
    'Lab-Signature': renderSignature(secret, { seconds, body }),
  };
  return sendOnce(url, body, { headers, allowsPrivate });
}

function createMetrics({ registry, database, name }: WorkerTools) {
  const registers = [registry];
  const waiting = new Gauge({ name: 'webhook_deliveries_waiting', help: 'Deliveries that wait.', registers });
  new Gauge({
    name: 'webhook_delivery_due_seconds',
    help: 'For how long the oldest delivery has been due.',
    registers,
    async collect() {
      const session = database.session({ requestId: name, deadlineMs: 1_500 });
      const size = await session.read(measureDeliveries).catch(() => undefined);
      if (size) waiting.set(size.waiting);
      if (size) this.set(size.dueSeconds);
    },
  });
  const attempts = new Counter({
    name: 'webhook_attempts_total',
    help: 'Attempts to deliver, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  // Of a series that begins with the first failure Prometheus would not count that one.
  for (const outcome of ['delivered', 'failed']) attempts.inc({ outcome }, 0);
  return attempts;
}
