import anyTest, { type TestFn } from 'ava';
import { eventPartitions } from '../../scripts/database/event-triggers.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { ask, count, createPerson, type Person } from './support/people.ts';
import { enter, type Place } from './support/place.ts';

/** A test with the profile events beside the lab. */
const test = anyTest.serial as TestFn<{ place: Place }>;

test.before('the profile events beside the lab', async (t) => {
  t.timeout(600_000);
  t.context = { place: await enter() };
});

test.after.always(({ context }) => context.place?.leave());

const events = 90;

interface Told {
  person: Person;
  follower: Person;
  /** What the event of this number is instead; no consumer can take it in. */
  poison: { number: number; type: string; userId: number };
}

/** Puts events about a person into the outbox, as a trigger does. */
async function putEvents(lab: TestLab, { person, follower, poison }: Told) {
  const key = `user:${person.id}`;
  const before = await count(lab, `SELECT version FROM @event_versions WHERE event_key = '${key}'`);
  const rows = Array.from({ length: events }, (_, index) => {
    const { type, userId } = index + 1 === poison.number ? poison : { type: 'user.followed', userId: person.id };
    const payload = JSON.stringify({ userId, followerId: follower.id });
    return `('${key}', ${before + index + 1}, CRC32('${key}') % ${eventPartitions}, '${type}', '${payload}', NOW(3))`;
  });
  await ask(lab, `UPDATE @event_versions SET version = ${before + events} WHERE event_key = '${key}'`);
  const columns = 'event_key, version, partition_no, type, payload, happened_at';
  await ask(lab, `INSERT INTO @event_outbox (${columns}) VALUES ${rows.join(', ')}`);
  return { key, before, last: before + events, poison: before + poison.number };
}

const countUntold = `SELECT COUNT(*) FROM @event_versions v LEFT JOIN @event_inbox i USING (event_key)
  WHERE i.version IS NULL OR i.version < v.version`;

/** What relays have told RabbitMQ since they were started. */
async function countPublished({ lab: { target } }: TestLab): Promise<number> {
  const counts = target.view.hostsOf('relay').map(async (host) => {
    const { address, port } = target.view.at(host, 'http');
    const { text } = await fetchText(`http://${address}:${port}/metrics`, { timeoutMs: 5_000 });
    return Number(/^relay_events_total (\d+)$/m.exec(text)?.[1]);
  });
  return (await Promise.all(counts)).reduce((sum, each) => sum + each, 0);
}

test('of events that wait together one that fails is laid aside alone, and the others are told once, though consumers die', async (t) => {
  t.timeout(180_000);
  const { lab } = t.context.place;
  const [cora, dan] = [await createPerson(lab, 'cora'), await createPerson(lab, 'dan')];
  const until = async (sql: string, wanted: (found: number) => boolean, timeoutMs = 60_000) =>
    waitFor(async () => wanted(await count(lab, sql)), { what: sql, timeoutMs, intervalMs: 5 });
  const isNone = (found: number) => found === 0;
  await until(countUntold, isNone);
  for (const name of ['consumer-1', 'consumer-2', 'relay-1', 'relay-2']) await lab.stop(name);
  // MySQL refuses the user of the one, no consumer knows the type of the other.
  const put = [
    await putEvents(lab, {
      person: cora,
      follower: dan,
      poison: { number: 50, type: 'user.followed', userId: 99_999_999_999 },
    }),
    await putEvents(lab, { person: dan, follower: cora, poison: { number: 7, type: 'user.sung', userId: dan.id } }),
  ];
  for (const name of ['relay-1', 'relay-2']) await lab.start(name);
  await until('SELECT COUNT(*) FROM @event_outbox', isNone);
  t.is(await countPublished(lab), 2 * events, 'each once, whichever partitions a relay had first');

  for (const name of ['consumer-1', 'consumer-2']) {
    const taken = `SELECT SUM(version) FROM @event_inbox WHERE event_key IN ('${put.map(({ key }) => key).join("', '")}')`;
    const before = await count(lab, taken);
    await lab.start(name);
    await until(taken, (found) => found > before);
    await lab.kill(name);
  }
  await lab.waitUntilWhole();
  await until(countUntold, isNone);

  for (const { key, before, last, poison } of put) {
    const told = await ask<{ version: number }>(
      lab,
      `SELECT version FROM @notifications WHERE event_key = '${key}' AND version > ${before} ORDER BY told_at, version`,
    );
    const wanted = Array.from({ length: last - before }, (_, index) => before + index + 1);
    t.deepEqual(
      told.map(({ version }) => version),
      wanted.filter((version) => version !== poison),
    );
    const aside = `@events_laid_aside WHERE event_key = '${key}'`;
    t.deepEqual(await ask(lab, `SELECT version FROM ${aside}`), [{ version: poison }]);
    await ask(lab, `DELETE FROM ${aside}`);
  }
});
