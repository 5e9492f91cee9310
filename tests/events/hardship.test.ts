import anyTest, { type TestFn } from 'ava';
import type { Connection } from 'rabbitmq-client';
import { connectBroker } from '../../roles/rabbitmq/connect.ts';
import { describeBroker } from '../../roles/rabbitmq/event-worker.ts';
import { deleteManagement } from '../../roles/rabbitmq/management.ts';
import { askAnyNode, readQueues } from '../../roles/rabbitmq/queue-status.ts';
import { deadQueue, exchange } from '../../roles/rabbitmq/topology.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { type Cast, enterWith } from './support/cast.ts';
import { ask, comment, count, writeArticle } from './support/people.ts';
import { countTold, lastOf, untilTakenIn } from './support/told.ts';

interface Context extends Cast {
  broker: Connection;
}

/** More than a thousand, so that a replay has to look behind them; EVENTS_POISON=10000 sends more. */
const poison = Number(process.env.EVENTS_POISON ?? 1_200);
const megabyte = 'x'.repeat(1_000_000);

/** A test with the profile events beside the lab. */
const test = anyTest.serial as TestFn<Context>;

test.before('the profile events, an author and a reader', async (t) => {
  t.timeout(600_000);
  const cast = await enterWith({ author: 'patient', reader: 'impatient' });
  t.context = { ...cast, broker: connectBroker(describeBroker(cast.lab.lab.target.view), 'tests') };
});

test.after.always(async (t) => {
  const { place, lab, broker } = t.context;
  await broker?.close();
  if (lab) await emptyDead(lab);
  await place?.leave();
});

const emptyDead = ({ lab: { target } }: TestLab) =>
  askAnyNode(target.view, (at) => deleteManagement({ view: target.view, at }, `/api/queues/%2F/${deadQueue}/contents`));

async function countDead({ lab }: TestLab) {
  const dead = (await readQueues(lab.target.view)).find(({ name }) => name === deadQueue);
  return dead ? dead.ready + dead.underWay : 0;
}

const untilDeadAre = (lab: TestLab, wanted: number) =>
  waitFor(async () => (await countDead(lab)) === wanted, { what: `${wanted} among the dead`, timeoutMs: 300_000 });

/** Events that consumers have laid aside, or left aside, since they were started. */
async function countAsides({ lab: { target } }: TestLab): Promise<number> {
  const counts = target.view.hostsOf('consumer').map(async (host) => {
    const { address, port } = target.view.at(host, 'http');
    const { text } = await fetchText(`http://${address}:${port}/metrics`, { timeoutMs: 5_000 });
    return Number(/^consumer_events_total\{outcome="laid aside"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  });
  return (await Promise.all(counts)).reduce((sum, each) => sum + each, 0);
}

test('rubbish in the queues goes to the dead, what comes behind it is told, and a replay looks behind it', async (t) => {
  t.timeout(600_000);
  const { lab, author, reader, broker } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Poisoned');
  const publisher = broker.createPublisher({ confirm: true });
  const send = (number: number) =>
    publisher.send({ exchange, routingKey: `article:${number}`, durable: true }, 'rubbish');
  for (let sent = 0; sent < poison; sent += 100) {
    await Promise.all(Array.from({ length: Math.min(100, poison - sent) }, (_, step) => send(sent + step)));
  }
  await comment(lab, reader, slug);
  await untilTakenIn(lab, `article:${id}`, 2);
  t.is(await countTold(lab, id), 1);
  await untilDeadAre(lab, poison);

  // The third event of the key lies behind all the rubbish, and the fourth waits for it.
  await ask(lab, `UPDATE @event_versions SET version = 3 WHERE event_key = 'article:${id}'`);
  const event = {
    key: `article:${id}`,
    version: 3,
    type: 'article.favorited',
    schema: 1,
    at: new Date().toISOString(),
  };
  const routing = { routingKey: deadQueue, durable: true };
  await publisher.send(routing, { ...event, payload: { articleId: id, userId: reader.id } });
  await publisher.close();
  await untilDeadAre(lab, poison + 1);
  await comment(lab, reader, slug);
  t.is(await lastOf(lab, `article:${id}`), 2);
  const { exitCode, stdout, stderr } = await runLab(['queue', 'replay', '--dead']);
  t.is(exitCode, 0, stderr);
  t.is(stdout, `article:${id}/3 was sent once more\n${poison} that are no events stay`);
  await untilTakenIn(lab, `article:${id}`, 4);
  const kinds = await ask<{ kind: string }>(
    lab,
    `SELECT kind FROM @notifications WHERE article_id = ${id} ORDER BY version`,
  );
  t.deepEqual(
    kinds.map(({ kind }) => kind),
    ['comment', 'favorite', 'comment'],
  );
  await untilDeadAre(lab, poison);
  await emptyDead(lab);
});

test('an event of a schema that no consumer knows is laid aside, and its key goes on', async (t) => {
  t.timeout(120_000);
  const { lab, author, reader, broker } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Foreign');
  const key = `article:${id}`;
  await untilTakenIn(lab, key, 1);
  await ask(lab, `UPDATE @event_versions SET version = 2 WHERE event_key = '${key}'`);
  const publisher = broker.createPublisher({ confirm: true });
  const payload = { articleId: id, commentId: 1, userId: reader.id };
  const event = { key, version: 2, type: 'comment.added', schema: 99, at: new Date().toISOString(), payload };
  await publisher.send({ exchange, routingKey: key, durable: true }, event);
  await publisher.close();
  await comment(lab, reader, slug);
  await untilTakenIn(lab, key, 3);
  t.is(await countTold(lab, id), 1);
  const sql = `SELECT version, reason FROM @events_laid_aside WHERE event_key = '${key}'`;
  const [aside, ...others] = await ask<{ version: number; reason: string }>(lab, sql);
  t.is(aside?.version, 2);
  t.regex(aside?.reason ?? '', /schema/);
  t.deepEqual(others, []);

  // The payload fits today's schema, and that is not the event's.
  const asides = await countAsides(lab);
  t.is((await runLab(['queue', 'replay', `${key}/2`])).exitCode, 0);
  const isRefused = async () => (await countAsides(lab)) > asides;
  await waitFor(isRefused, { what: 'the event to be refused again', timeoutMs: 30_000 });
  t.is(await countTold(lab, id), 1);
  t.is((await ask(lab, sql)).length, 1);
  await ask(lab, `DELETE FROM @events_laid_aside WHERE event_key = '${key}'`);
});

test('an event with a payload of a megabyte is told like any other, and laid aside whole where its type is not known', async (t) => {
  t.timeout(120_000);
  const { lab, author, reader } = t.context;
  const { slug, id } = await writeArticle(lab, author, 'Heavy');
  const key = `article:${id}`;
  await untilTakenIn(lab, key, 1);
  const put = (version: number, type: string) =>
    ask(
      lab,
      `INSERT INTO @event_outbox (event_key, version, partition_no, type, payload, happened_at)
       VALUES ('${key}', ${version}, 0, '${type}', '${JSON.stringify({ articleId: id, userId: reader.id, more: megabyte })}', NOW(3))`,
    );
  await ask(lab, `UPDATE @event_versions SET version = 3 WHERE event_key = '${key}'`);
  await put(2, 'article.favorited');
  await put(3, 'article.sung');
  await comment(lab, reader, slug);
  await untilTakenIn(lab, key, 4);
  t.is(await countTold(lab, id), 2);
  const sql = `SELECT COUNT(*) FROM @events_laid_aside WHERE event_key = '${key}' AND version = 3 AND LENGTH(payload) > 1000000`;
  t.is(await count(lab, sql), 1);
  await ask(lab, `DELETE FROM @events_laid_aside WHERE event_key = '${key}'`);
});
