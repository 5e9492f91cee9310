import anyTest, { type TestFn } from 'ava';
import { Registry } from 'prom-client';
import type { Connection } from 'rabbitmq-client';
import { createDatabase } from '../../api/database/database.ts';
import { connectBroker } from '../../roles/rabbitmq/connect.ts';
import { describeBroker, describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { askManagement } from '../../roles/rabbitmq/management.ts';
import { askAnyNode } from '../../roles/rabbitmq/queue-status.ts';
import { topology } from '../../roles/rabbitmq/topology.ts';
import { runRelay } from '../../roles/relay/relay.ts';
import { eventPartitions } from '../../scripts/database/event-triggers.ts';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { type Cast, enterWith } from './support/cast.ts';
import { ask, comment, count, writeArticle } from './support/people.ts';
import { countTold, untilTakenIn } from './support/told.ts';

interface Context extends Cast {
  broker: Connection;
}

/** A test of what relays and consumers have to do with RabbitMQ. */
const test = anyTest.serial as TestFn<Context>;

test.before('the profile events, an author and a reader', async (t) => {
  t.timeout(600_000);
  const cast = await enterWith({ author: 'routed', reader: 'unrouted' });
  t.context = { ...cast, broker: connectBroker(describeBroker(cast.lab.lab.target.view), 'tests') };
});

test.after.always(async ({ context: { place, broker } }) => {
  await broker?.close();
  await place?.leave();
});

test('an event that finds no queue waits in the outbox, and is told once there is one', async (t) => {
  t.timeout(120_000);
  const { lab, broker, author, reader } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Unrouted');
  for (let version = 2; version < 8; version += 1) {
    await untilTakenIn(lab, `article:${id}`, version - 1, 20_000);
    for (const binding of topology.queueBindings) await broker.queueUnbind(binding);
    await comment(lab, reader, slug);
  }
  await untilTakenIn(lab, `article:${id}`, 7, 20_000);
  t.is(await countTold(lab, id), 6);
});

/** A relay within this process that reaches MySQL, and RabbitMQ not: no server listens where it is to be. */
function cutOff({ lab }: TestLab) {
  const { view } = lab.target;
  const end = new AbortController();
  const database = createDatabase({ ...describeDatabase(view), poolSize: 2 });
  const stopped = view.at(findHost(lab, 'relay-2'), 'http');
  const broker = connectBroker({ ...describeBroker(view), nodes: [stopped] }, 'cut off');
  const tools = { name: 'cut-off', database, broker, registry: new Registry(), signal: end.signal };
  const relaying = runRelay({ ...tools, connect: () => broker, allowsPrivateWebhooks: false });
  return async () => {
    end.abort();
    await relaying;
    broker.unsafeDestroy();
    await database.close();
  };
}

test('a relay that does not reach RabbitMQ leaves its partitions to one that does', async (t) => {
  t.timeout(180_000);
  const { lab, author, reader } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Cut off');
  await untilTakenIn(lab, `article:${id}`, 1);
  for (const name of ['relay-1', 'relay-2']) await lab.stop(name);
  const leave = cutOff(lab);
  const held = `SELECT COUNT(*) FROM @event_leases WHERE holder LIKE 'cut-off %' AND ends_at >= NOW(3)`;
  const hasAll = async () => (await count(lab, held)) === eventPartitions;
  await waitFor(hasAll, { what: 'the relay to have all partitions', timeoutMs: 30_000, intervalMs: 50 });
  await lab.start('relay-1');
  await comment(lab, reader, slug);
  await untilTakenIn(lab, `article:${id}`, 2);
  t.is(await countTold(lab, id), 1);
  await leave();
  await lab.start('relay-2');
});

interface ToldChannel {
  confirm: boolean;
  consumer_count: number;
  connection_details: { name: string };
}

/** What consumers use each of their connections to RabbitMQ for. */
async function listUses({ lab: { target } }: TestLab) {
  const askFor = async <T>(path: string) =>
    (await askAnyNode(target.view, (at) => askManagement<T[]>(target.view, at, path)))[0];
  const connections = await askFor<{ name: string; user_provided_name?: string }>('/api/connections');
  const channels = await askFor<ToldChannel>('/api/channels');
  return connections
    .filter(({ user_provided_name = '' }) => user_provided_name.startsWith('consumer-'))
    .map(({ name }) => {
      const own = channels.filter(({ connection_details }) => connection_details.name === name);
      return {
        isPublishing: own.some(({ confirm }) => confirm),
        isConsuming: own.some(({ consumer_count }) => consumer_count > 0),
      };
    });
}

test('no connection that brings events to a consumer also publishes', async (t) => {
  t.timeout(120_000);
  const { lab, author, reader } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Early');
  const key = `article:${id}`;
  await untilTakenIn(lab, key, 1);
  // The second event does not come, so the third is sent once more after 5 s.
  await ask(lab, `UPDATE @event_versions SET version = 2 WHERE event_key = '${key}'`);
  await comment(lab, reader, slug);
  const isPublishing = async () => (await listUses(lab)).some((use) => use.isPublishing);
  const hasPublished = await waitFor(isPublishing, { what: 'a consumer to publish', timeoutMs: 60_000 }).catch(
    () => false,
  );
  const uses = await listUses(lab);
  const payload = JSON.stringify({ articleId: id, userId: reader.id });
  await ask(
    lab,
    `INSERT INTO @event_outbox (event_key, version, partition_no, type, payload, happened_at)
     VALUES ('${key}', 2, 0, 'article.favorited', '${payload}', NOW(3))`,
  );
  await untilTakenIn(lab, key, 3);
  t.not(hasPublished, false);
  t.true(uses.some(({ isConsuming }) => isConsuming));
  t.false(uses.some(({ isConsuming, isPublishing }) => isConsuming && isPublishing));
});
