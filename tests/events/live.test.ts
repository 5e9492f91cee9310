import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import type { ServerEvents } from '../../scripts/waiting/open-server-events.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { waitUntilWebIs } from '../cluster/support/web-hosts.ts';
import { lastId, listTold, listWays, openLive, type Way } from './support/live.ts';
import { ask, comment, count, createPerson, type Person, writeArticle } from './support/people.ts';
import { enter, type Place } from './support/place.ts';

interface Context {
  place: Place;
  lab: TestLab;
  ways: Record<string, Way>;
  author: Person;
  reader: Person;
  slug: string;
}

/** A test with two web hosts and the profiles events and edge. */
const test = anyTest.serial as TestFn<Context>;

test.before('two web hosts, the profiles, an author with an article and a reader', async (t) => {
  t.timeout(600_000);
  const place = await enter({ profiles: ['events', 'edge'], webs: 2 });
  const { lab } = place;
  const [author, reader] = [await createPerson(lab, 'listener'), await createPerson(lab, 'writer')];
  const { slug } = await writeArticle(lab, author, 'Live');
  t.context = { place, lab, ways: await listWays(lab), author, reader, slug };
});

test.after.always(({ context }) => context.place?.leave());

const until = (isSo: () => boolean, what: string) => waitFor(isSo, { what, timeoutMs: 20_000, intervalMs: 10 });

/** Comments, and waits until each stream has one notification more. */
async function commentAndHear({ lab, reader, slug }: Context, streams: ServerEvents[]) {
  const before = streams.map((stream) => listTold(stream).length);
  await comment(lab, reader, slug);
  const isHeard = () => streams.every((stream, index) => listTold(stream).length > (before[index] ?? 0));
  await until(isHeard, 'the notification in each stream');
}

test('what another user does comes once over every way, in the same shape as in the list', async (t) => {
  const { ways, author } = t.context;
  const streams = await Promise.all(Object.values(ways).map((way) => openLive(way, author)));
  t.deepEqual(
    streams.map(({ status, headers }) => `${status} ${headers['content-type']}`),
    streams.map(() => '200 text/event-stream; charset=utf-8'),
  );
  for (let written = 0; written < 5; written += 1) await commentAndHear(t.context, streams);
  for (const stream of streams) t.is(new Set(listTold(stream)).size, 5);
  for (const stream of streams) t.is(listTold(stream).length, 5);
  const answer = await fetch(`${ways.haproxy?.url}/api/notifications?limit=5`, {
    headers: { Authorization: `Token ${author.token}` },
  });
  const { notifications, unreadCount } = (await answer.json()) as { notifications: object[]; unreadCount: number };
  const last = streams[0]?.received.findLast(({ event }) => event === 'notifications')?.data as typeof t.context;
  t.deepEqual(last as unknown, { notifications: [notifications[0]], unreadCount });
  streams.forEach((stream) => void stream.close());
});

test('a client that comes back gets what it missed, once, from whichever process', async (t) => {
  const { lab, ways, author, reader, slug } = t.context;
  const first = await openLive(ways['web-1'] ?? (ways.web as Way), author);
  await first.next('begin');
  await commentAndHear(t.context, [first]);
  const [heard, position] = [listTold(first), lastId(first)];
  first.close();
  for (let written = 0; written < 3; written += 1) await comment(lab, reader, slug);
  const second = await openLive(ways['web-2'] as Way, author, position);
  t.like(await second.next('begin'), { data: { resumed: true } });
  await until(() => listTold(second).length >= 3, 'what was missed');
  await commentAndHear(t.context, [second]);
  t.is(new Set([...heard, ...listTold(second)]).size, 5);
  t.is(listTold(second).length, 4);
  second.close();
  const third = await openLive(ways.haproxy as Way, author, 'no position');
  t.like(await third.next('begin'), { data: { resumed: false } });
  third.close();
});

test('what becomes visible long after it was told comes, too, whatever its id', async (t) => {
  const { lab, ways, author, reader } = t.context;
  const stream = await openLive(ways.haproxy as Way, author);
  await stream.next('begin');
  await commentAndHear(t.context, [stream]);
  const told = 'user_id, kind, actor_id, event_key, version, created_at, told_at';
  await ask(
    lab,
    `INSERT INTO @notifications (id, ${told})
     SELECT MIN(id) - 1, ${author.id}, 'follow', ${reader.id}, 'user:${author.id}', 777, NOW(3), NOW(6) - INTERVAL 100 SECOND
       FROM @notifications`,
  );
  await until(() => listTold(stream).length === 2, 'the late notification');
  await ask(lab, `DELETE FROM @notifications WHERE event_key = 'user:${author.id}' AND version = 777`);
  const { data } = await stream.next('unread');
  t.is((data as { unreadCount: number }).unreadCount, await count(lab, countUnread(author)));
  stream.close();
});

const countUnread = ({ id }: Person) => `SELECT COUNT(*) FROM @notifications WHERE user_id = ${id} AND read_at IS NULL`;

test('a quiet stream stays open through HAProxy and the edge for longer than their patience', async (t) => {
  t.timeout(120_000);
  const { ways, author } = t.context;
  const streams = await Promise.all([ways.haproxy, ways.edge].map((way) => openLive(way as Way, author)));
  await sleep(32_000);
  t.deepEqual(
    streams.map((stream) => stream.isOver()),
    [false, false],
  );
  await commentAndHear(t.context, streams);
  streams.forEach((stream) => void stream.close());
});

test('twenty streams ask the database no more often than one, and a user has six at most', async (t) => {
  t.timeout(120_000);
  const { lab, ways } = t.context;
  const web = ways['web-2'] as Way;
  const people = await Promise.all(['a', 'b', 'c', 'd'].map((word) => createPerson(lab, `many-${word}`)));
  await untilStill(lab);
  const streams = await Promise.all(people.flatMap((person) => [1, 2, 3, 4, 5].map(() => openLive(web, person))));
  t.true(streams.every(({ status }) => status === 200));
  const before = await countLooks(lab);
  const beganMs = performance.now();
  await sleep(3_000);
  const perSecond = ((await countLooks(lab)) - before) / ((performance.now() - beganMs) / 1_000);
  t.true(perSecond > 1 && perSecond <= 101, `${perSecond} a second`);
  const more = await Promise.all([1, 2].map(() => openLive(web, people[0] as Person)));
  t.deepEqual(more.map(({ status }) => status).sort(), [200, 429]);
  [...streams, ...more].forEach((stream) => void stream.close());
  await untilStill(lab);
});

/** Until no process looks any more: proxies notice with a heartbeat that a client has left. */
async function untilStill(lab: TestLab) {
  const isStill = async () => {
    const looks = await countLooks(lab);
    await sleep(300);
    return (await countLooks(lab)) === looks;
  };
  await waitFor(isStill, { what: 'the end of the looks', timeoutMs: 30_000 });
}

async function countLooks(lab: TestLab): Promise<number> {
  const sql = `SELECT COALESCE(SUM(COUNT_STAR), 0) AS looks FROM performance_schema.events_statements_summary_by_digest
    WHERE DIGEST_TEXT LIKE '%told_at%>= NOW%INTERVAL%SECOND%' AND DIGEST_TEXT LIKE 'SELECT%'`;
  const { members } = lab.lab.target.endpoints;
  const rows = await Promise.all(members.map(({ name }) => lab.rows<{ looks: string }>(name, sql)));
  return rows.flat().reduce((sum, { looks }) => sum + Number(looks), 0);
}

test('a process that stops ends its streams and waits for none; one that is killed loses no notification', async (t) => {
  t.timeout(120_000);
  const { lab, ways, author, reader, slug } = t.context;
  const stopped = await openLive(ways['web-2'] as Way, author);
  await stopped.next('begin');
  const beganMs = performance.now();
  await lab.stop('web-2');
  t.true(performance.now() - beganMs < 8_000);
  t.true(stopped.isOver());
  await lab.start('web-2');
  await waitUntilWebIs(true, 'web-2');

  const killed = await openLive(ways['web-2'] as Way, author, lastId(stopped));
  await commentAndHear(t.context, [killed]);
  await lab.kill('web-2');
  await until(() => killed.isOver(), 'the end of the stream');
  await comment(lab, reader, slug);
  const next = await openLive(ways.haproxy as Way, author, lastId(killed));
  await until(() => listTold(next).length === 1, 'what came meanwhile');
  t.is(new Set([...listTold(killed), ...listTold(next)]).size, 2);
  next.close();
  await lab.waitUntilWhole();
});

test('without a token there is no stream', async (t) => {
  const { ways, author } = t.context;
  t.is((await openLive(ways.haproxy as Way, { ...author, token: 'none' })).status, 401);
});
