import anyTest, { type TestFn } from 'ava';
import type { Scenario } from '../../chaos/faults/scenario.ts';
import { judge } from '../../chaos/judge/judge.ts';
import { renderSummary } from '../../chaos/report/summary.ts';
import { listBehind, readToldEvents } from '../../chaos/run/read-told-events.ts';
import { runScenario } from '../../chaos/run/run-scenario.ts';
import { publishByHand } from '../../roles/rabbitmq/replay.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { ask, comment, count, createPerson, type Person, speak, writeArticle } from './support/people.ts';
import { enter, type Place } from './support/place.ts';

interface Context {
  place: Place;
  lab: TestLab;
  author: Person;
  readers: Person[];
}

/** A test with the profile events beside the lab. */
const test = anyTest.serial as TestFn<Context>;

test.before('the profile events beside the lab, an author and two readers', async (t) => {
  t.timeout(600_000);
  const place = await enter();
  const { lab } = place;
  const [author, ...readers] = await Promise.all(['author', 'anna', 'bert'].map((word) => createPerson(lab, word)));
  t.context = { place, lab, author: author as Person, readers };
});

test.after.always(({ context }) => context.place?.leave());

const untilTold = (lab: TestLab) =>
  waitFor(async () => (await count(lab, countUntold)) === 0, { what: 'every event to be taken in', timeoutMs: 60_000 });
const countUntold = `SELECT COUNT(*) FROM @event_versions v LEFT JOIN @event_inbox i ON i.event_key = v.event_key
  WHERE i.version IS NULL OR i.version < v.version`;

test('each write is told once and in its turn, while a broker, a relay and a consumer are killed', async (t) => {
  t.timeout(180_000);
  const { lab, author, readers } = t.context;
  const [kept, deleted] = [await writeArticle(lab, author, 'Kept'), await writeArticle(lab, author, 'Deleted')];
  const acknowledged: number[] = [];
  const end = new AbortController();
  const write = async (reader: Person) => {
    while (!end.signal.aborted) {
      acknowledged.push(await comment(lab, reader, kept.slug));
      await comment(lab, reader, deleted.slug);
    }
  };
  const writing = Promise.all(readers.map(write));
  for (const name of ['rabbitmq-1', 'relay-1', 'consumer-1']) {
    const wanted = acknowledged.length + 20;
    await waitFor(() => acknowledged.length >= wanted, { what: 'writes', timeoutMs: 30_000, intervalMs: 5 });
    await lab.kill(name);
  }
  const wanted = acknowledged.length + 20;
  await waitFor(() => acknowledged.length >= wanted, { what: 'writes', timeoutMs: 30_000, intervalMs: 5 });
  end.abort();
  await writing;
  await speak(lab)('DELETE', `/articles/${deleted.slug}`, { token: author.token });
  await untilTold(lab);

  const told = await ask<{ id: number }>(
    lab,
    `SELECT comment_id AS id FROM @notifications WHERE user_id = ${author.id} AND kind = 'comment' AND article_id = ${kept.id}`,
  );
  const byNumber = (a: number, b: number) => a - b;
  t.deepEqual(told.map(({ id }) => id).sort(byNumber), acknowledged.sort(byNumber));
  // What was told after the end of its article would be left.
  t.is(await count(lab, `SELECT COUNT(*) FROM @notifications WHERE article_id = ${deleted.id}`), 0);
  const isOutboxEmpty = async () => (await count(lab, 'SELECT COUNT(*) FROM @event_outbox')) === 0;
  await waitFor(isOutboxEmpty, { what: 'the outbox to be empty', timeoutMs: 10_000 });
  t.is(await count(lab, 'SELECT COUNT(*) FROM @events_laid_aside'), 0);
  for (const name of ['rabbitmq-1', 'relay-1', 'consumer-1']) await lab.start(name);
});

test('a user sees who did what, newest first, and marks it as read', async (t) => {
  const { lab, author, readers } = t.context;
  const [anna, bert] = readers as [Person, Person];
  const send = speak(lab);
  await send('POST', `/profiles/${anna.name}/follow`, { token: bert.token });
  const { slug } = await writeArticle(lab, anna, 'News');
  await send('POST', `/articles/${slug}/favorite`, { token: author.token });
  await send('POST', `/articles/${slug}/favorite`, { token: anna.token });
  await untilTold(lab);

  type Page = { notifications: { id: number; kind: string; actor: { username: string } }[]; unreadCount: number };
  const list = async ({ token }: Person, query = '') =>
    (await send<Page>('GET', `/notifications${query}`, { token })).body;
  const { notifications, unreadCount } = await list(anna);
  t.deepEqual(
    notifications.map(({ kind, actor }) => `${kind} ${actor.username}`),
    [`favorite ${author.name}`, `follow ${bert.name}`],
  );
  t.is(unreadCount, 2);
  t.like((await list(bert)).notifications[0], { kind: 'article', article: { slug }, readAt: null });
  t.is((await list(anna, '?limit=1&offset=1')).notifications[0]?.kind, 'follow');

  const read = (ids?: number[]) =>
    send<{ unreadCount: number }>('POST', '/notifications/read', {
      token: anna.token,
      json: { notifications: { ids } },
    });
  const [{ id } = { id: 0 }] = (await list(bert)).notifications;
  t.is((await read([id])).body.unreadCount, 2, 'of another user');
  t.is((await read([notifications[0]?.id ?? 0])).body.unreadCount, 1);
  t.is((await read()).body.unreadCount, 0);
  t.is((await list(anna)).notifications.length, 2);
});

test('events that come in the wrong order are told in theirs, though they fill all places of a consumer', async (t) => {
  t.timeout(120_000);
  const { lab, readers } = t.context;
  const [anna, bert] = readers as [Person, Person];
  await untilTold(lab);
  const key = `user:${anna.id}`;
  const before = await count(lab, `SELECT version FROM @event_versions WHERE event_key = '${key}'`);
  // More than a consumer works on at a time.
  const events = 120;
  await ask(lab, `UPDATE @event_versions SET version = ${before + events} WHERE event_key = '${key}'`);
  const event = {
    key,
    type: 'user.followed',
    payload: { userId: anna.id, followerId: bert.id },
    happenedAt: new Date(),
  };
  for (let step = 0; step < events; step += 1) {
    const version = step < events - 1 ? before + 2 + step : before + 1;
    await publishByHand(lab.lab.target.view, { ...event, version }, { headers: {} });
  }
  await untilTold(lab);
  const told = `@notifications one WHERE one.event_key = '${key}' AND one.version > ${before}`;
  t.is(await count(lab, `SELECT COUNT(*) FROM ${told}`), events);
  const late = `SELECT 1 FROM @notifications next WHERE next.event_key = one.event_key AND next.version = one.version + 1
    AND next.told_at <= one.told_at`;
  t.is(await count(lab, `SELECT COUNT(*) FROM ${told} AND EXISTS (${late})`), 0);
});

test('what one relay leaves the other tells, whichever is frozen, and one that wakes tells nothing twice', async (t) => {
  t.timeout(120_000);
  const { lab, author, readers } = t.context;
  const [anna] = readers as [Person];
  const { slug, id } = await writeArticle(lab, author, 'Frozen');
  const acknowledged: number[] = [];
  for (const [frozen, other] of [
    ['relay-1', 'relay-2'],
    ['relay-2', 'relay-1'],
  ] as const) {
    acknowledged.push(await comment(lab, anna, slug));
    await lab.pause(frozen);
    await lab.resume(other);
    for (let written = 0; written < 5; written += 1) acknowledged.push(await comment(lab, anna, slug));
    await untilTold(lab);
  }
  await lab.resume('relay-2');
  acknowledged.push(await comment(lab, anna, slug));
  await untilTold(lab);
  const told = await ask<{ id: number }>(
    lab,
    `SELECT comment_id AS id FROM @notifications WHERE kind = 'comment' AND article_id = ${id} ORDER BY version`,
  );
  t.deepEqual(
    told.map(({ id }) => id),
    acknowledged,
  );
});

test('an event that no consumer knows is laid aside, its key goes on, and it can be sent once more', async (t) => {
  t.timeout(60_000);
  const { lab, author, readers } = t.context;
  const [anna] = readers as [Person];
  const article = await writeArticle(lab, author, 'Sung');
  const key = `article:${article.id}`;
  await untilTold(lab);
  await ask(lab, `UPDATE @event_versions SET version = 2 WHERE event_key = '${key}'`);
  await ask(
    lab,
    `INSERT INTO @event_outbox (event_key, version, partition_no, type, payload, happened_at)
     VALUES ('${key}', 2, 0, 'comment.sung', '{}', NOW(3))`,
  );
  await comment(lab, anna, article.slug);
  await untilTold(lab);
  const told = `SELECT COUNT(*) FROM @notifications WHERE article_id = ${article.id}`;
  t.is(await count(lab, told), 1);
  t.regex((await runLab(['queue', 'dead'])).stdout, new RegExp(`^${key}/2 +comment\\.sung +`, 'm'));

  const payload = JSON.stringify({ articleId: article.id, userId: anna.id });
  await ask(
    lab,
    `UPDATE @events_laid_aside SET type = 'article.favorited', payload = '${payload}' WHERE event_key = '${key}'`,
  );
  t.is((await runLab(['queue', 'replay', `${key}/2`])).exitCode, 0);
  const isTold = async () => (await count(lab, told)) === 2;
  await waitFor(isTold, { what: 'the event to be taken in', timeoutMs: 10_000 });
  t.is(await count(lab, 'SELECT COUNT(*) FROM @events_laid_aside'), 0);
  t.regex((await runLab(['queue', 'status'])).stdout, /^outbox: 0 events wait\nlaid aside: 0\n[\s\S]*^events\.2 +0 /m);
});

const freeze: Scenario = {
  name: 'test',
  title: 'A relay freezes for longer than its lease, and wakes',
  seconds: 8,
  schedule: [
    { atS: 1, action: 'pause', to: 'relay' },
    { atS: 5, action: 'resume', to: 'relay', mends: true },
  ],
};

test('a run is judged by what it told, and defects that are planted afterwards are found', async (t) => {
  t.timeout(180_000);
  const { lab } = t.context;
  await lab.waitUntilWhole();
  const { signal } = new AbortController();
  const pace = { ratePerSecond: 20, clients: 8, signal, progress: () => undefined };
  const result = await runScenario(lab.lab, freeze, pace);
  t.log(renderSummary(result));
  t.like(result.verdict.figures, { eventsLost: 0, eventsTwice: 0, eventsOutOfOrder: 0, eventsInvented: 0, lost: 0 });
  t.true(Number(result.verdict.figures.events) > 20);

  const { run } = result;
  const ignored = await listBehind(lab.lab);
  const judgeAgain = async () => {
    const told = await readToldEvents(lab.lab, { usernames: run.users, ignored, drainedAfterMs: 0 });
    return judge({ ...run, told }).figures;
  };
  const { key, version } = run.told?.notifications.find(({ kind }) => kind === 'comment') ?? { key: '', version: 0 };
  const planted = `event_key = '${key}' AND version = ${version}`;
  await ask(
    lab,
    `INSERT INTO @notifications (user_id, kind, actor_id, article_id, comment_id, event_key, version, created_at)
     SELECT user_id, kind, actor_id, article_id, comment_id, event_key, 9999, created_at FROM @notifications WHERE ${planted}`,
  );
  t.like(await judgeAgain(), { eventsLost: 0, eventsTwice: 1, eventsInvented: 0 });
  await ask(lab, `DELETE FROM @notifications WHERE event_key = '${key}' AND version IN (${version}, 9999)`);
  t.like(await judgeAgain(), { eventsLost: 1, eventsTwice: 0, eventsInvented: 0 });
});
