import anyTest, { type TestFn } from 'ava';
import { createDatabase } from '../../api/database/database.ts';
import { notificationsKept } from '../../api/notifications/repository.ts';
import { removeCrowd } from '../../roles/consumer/keep-newest.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { replayEvent } from '../../roles/rabbitmq/replay.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { type Cast, enterWith } from './support/cast.ts';
import { ask, comment, count, speak, writeArticle } from './support/people.ts';
import { countTold, untilTakenIn } from './support/told.ts';

/** A test of what is laid aside, and what is kept. */
const test = anyTest.serial as TestFn<Cast>;

test.before('the profile events, an author and a reader', async (t) => {
  t.timeout(600_000);
  t.context = await enterWith({ author: 'crowded', reader: 'crowding' });
});

test.after.always(({ context: { place } }) => place?.leave());

/** Holds rows on every member, so that no other transaction can write them; gives what lets go. */
async function holdRows({ lab }: TestLab, sql: string): Promise<() => Promise<void>> {
  const { username: user, password } = lab.secrets.root;
  const held = lab.target.endpoints.members.map(async ({ mysql: { address: host, port }, authority }) => {
    const knex = openMember({ host, port, user, password, database: lab.database, authority }, { connections: 1 });
    const transaction = await knex.transaction();
    await transaction.raw(sql);
    return async () => {
      await transaction.rollback();
      await knex.destroy();
    };
  });
  const ends = await Promise.all(held);
  return async () => void (await Promise.all(ends.map((end) => end())));
}

test('an event that no member takes in in time, while they do other work, is laid aside, and holds up no other key', async (t) => {
  t.timeout(300_000);
  const { lab, author, reader } = t.context;
  const [stuck, other] = [await writeArticle(lab, author, 'Stuck'), await writeArticle(lab, author, 'Free')];
  const [key, otherKey] = [`article:${stuck.id}`, `article:${other.id}`];
  for (const each of [key, otherKey]) await untilTakenIn(lab, each, 1);
  const letGo = await holdRows(
    lab,
    `INSERT INTO notifications (user_id, kind, actor_id, article_id, event_key, version, created_at)
     VALUES (${author.id}, 'comment', ${reader.id}, ${stuck.id}, '${key}', 2, NOW(3))`,
  );
  await comment(lab, reader, stuck.slug);
  const aside = `@events_laid_aside WHERE event_key = '${key}'`;
  const isAside = async () => (await count(lab, `SELECT COUNT(*) FROM ${aside}`)) === 1;
  const laidAside = waitFor(isAside, { what: 'the event to be laid aside', timeoutMs: 200_000 });
  for (let version = 2; version < 12; version += 1) {
    await comment(lab, reader, other.slug);
    await untilTakenIn(lab, otherKey, version, 25_000);
  }
  await laidAside;
  await letGo();
  await comment(lab, reader, stuck.slug);
  await untilTakenIn(lab, key, 3);
  t.is(await countTold(lab, stuck.id), 1);
  t.is(await countTold(lab, other.id), 10);
  await ask(lab, `DELETE FROM ${aside}`);
});

test('an article that has ended is not told of, though its first event is sent once more', async (t) => {
  t.timeout(120_000);
  const { lab, author, reader } = t.context;
  await speak(lab)('POST', `/profiles/${author.name}/follow`, { token: reader.token });
  const { slug, id } = await writeArticle(lab, author, 'Ended');
  const key = `article:${id}`;
  await untilTakenIn(lab, key, 1);
  await waitFor(async () => (await countTold(lab, id)) === 1, { what: 'the follower to be told', timeoutMs: 10_000 });
  await speak(lab)('DELETE', `/articles/${slug}`, { token: author.token });
  await untilTakenIn(lab, key, 2);
  const payload = { articleId: id, authorId: author.id, slug, title: 'Ended' };
  const columns = 'event_key, version, type, payload, happened_at, reason, laid_aside_at';
  await ask(
    lab,
    `INSERT INTO @events_laid_aside (${columns})
     VALUES ('${key}', 1, 'article.published', '${JSON.stringify(payload)}', NOW(3), 'planted', NOW(3))`,
  );
  const event = { key, version: 1, type: 'article.published', schema: 1, payload, happenedAt: new Date(), reason: '' };
  await replayEvent(lab.lab.target.view, event);
  const isTakenBack = async () =>
    (await count(lab, `SELECT COUNT(*) FROM @events_laid_aside WHERE event_key = '${key}'`)) === 0;
  await waitFor(isTakenBack, { what: 'the event to be taken in', timeoutMs: 30_000 });
  t.is(await countTold(lab, id), 0);
});

test('the newest notifications of a user are kept, and all of them are marked as read at once', async (t) => {
  t.timeout(120_000);
  const { lab, author, reader } = t.context;
  const digits = 'SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4';
  const tens = `${digits} UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9`;
  const numbers = `SELECT a.n * 1000 + b.n * 100 + c.n * 10 + d.n AS number FROM (${tens}) a, (${tens}) b, (${tens}) c, (${tens}) d`;
  const more = 1_234;
  await ask(
    lab,
    `INSERT INTO @notifications (user_id, kind, actor_id, event_key, version, created_at)
     SELECT ${reader.id}, 'follow', ${author.id}, 'user:${reader.id}', 1000 + number, NOW(3) - INTERVAL number MINUTE
       FROM (${numbers}) numbers WHERE number < ${notificationsKept + more}`,
  );
  const own = `@notifications WHERE user_id = ${reader.id}`;
  const before = await count(lab, `SELECT COUNT(*) FROM ${own}`);
  const database = createDatabase({ ...describeDatabase(lab.lab.target.view), poolSize: 2 });
  const { signal } = new AbortController();
  // A member that has not the rows yet removes none.
  const areRemoved = async () => {
    await removeCrowd(database, { requestId: 'test', signal });
    return (await count(lab, `SELECT COUNT(*) FROM ${own}`)) === notificationsKept;
  };
  await waitFor(areRemoved, { what: 'as many as are kept', timeoutMs: 30_000 });
  await database.close();
  const oldest = `SELECT MAX(version) FROM ${own} AND version >= 1000`;
  t.is(await count(lab, oldest), 1_000 + notificationsKept + more - 1 - (before - notificationsKept));
  const { body } = await speak(lab)<{ unreadCount: number }>('POST', '/notifications/read', {
    token: reader.token,
    json: { notifications: {} },
  });
  t.is(body.unreadCount, 0);
});
