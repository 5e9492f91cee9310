import test from 'ava';
import { migrate, rollback, status } from '../../scripts/database/migrations.ts';
import type { MemberAccess } from '../../scripts/database/open-member.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { useLab } from './support/lab.ts';
import { openSession } from './support/routing.ts';

const testLab = await useLab();
const { lab, rows, waitUntilEqual, waitUntilWhole } = testLab;
const { database } = lab;
const names = lab.target.endpoints.members.map(({ name }) => name);
/** This migration makes a trigger of this table, and waits for its lock. */
const migration = '20260101001700_delete_what_belongs_to_an_article';
const table = 'articles';
const trigger = 'articles_emptied';
const lockMs = 1_000;

test.before(async () => waitUntilWhole());

/** Takes back a migration and all that came after it. */
async function rollbackFrom(member: MemberAccess, name: string): Promise<void> {
  const ran = (await status(member)).filter((each) => each.ran);
  await rollback(member, { steps: ran.length - ran.findIndex((each) => each.name === name) });
}

const countTriggers = (name: string) =>
  rows(
    name,
    `SELECT TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${database}' AND TRIGGER_NAME = '${trigger}'`,
  ).then(({ length }) => length);

test.serial('a migration is done when the slowest member has done it', async (t) => {
  t.timeout(60_000);
  const member = await chooseMember(lab);
  t.teardown(() => migrate(member));
  await rollbackFrom(member, migration);
  t.deepEqual(await Promise.all(names.map(countTriggers)), [0, 0, 0]);
  const slowest = names.at(-1) ?? '';
  const lock = await openSession(testLab, slowest);
  await lock.query(`LOCK TABLES ${database}.${table} READ`);
  setTimeout(() => lock.end(), lockMs);
  await migrate(member);
  t.deepEqual(await Promise.all(names.map(countTriggers)), [1, 1, 1]);
});

const onlineSql = `SELECT COUNT(*) AS online FROM performance_schema.replication_group_members WHERE MEMBER_STATE = 'ONLINE'`;

interface Times {
  slug: string;
  seconds: string;
  milliseconds: string;
}

test.serial('milliseconds stay beside seconds, whatever members write while the columns are split', async (t) => {
  t.timeout(120_000);
  const member = await chooseMember(lab);
  const stamp = `split-${Date.now()}`;
  t.teardown(() => rows(names[0] ?? '', `DELETE FROM ${database}.articles WHERE slug LIKE '${stamp}%'`));
  t.teardown(() => migrate(member));
  await rollbackFrom(member, '20260101001600_keep_seconds_beside_milliseconds');
  const time = '2026-02-03 04:05:06.789';
  const insert = (key: string) =>
    `INSERT INTO ${database}.articles (user_id, slug, title, description, body, created_at, updated_at)
       SELECT id, '${stamp}-${key}', 't', 'd', 'b', '${time}', '${time}' FROM ${database}.users WHERE username = 'demo'`;
  const sessions = await Promise.all(names.map((name) => openSession(testLab, name)));
  await sessions[0]?.query(insert('before'));
  let isMigrated = false;
  const writers = sessions.map(async (session, index) => {
    // Certification and locks may refuse a write: then it is not there, and the next one may be.
    for (let row = 0; !isMigrated; row += 1) await session.query(insert(`${index}-${row}`)).catch(() => undefined);
    await session.end();
  });
  await migrate(member).finally(() => {
    isMigrated = true;
  });
  await Promise.all(writers);
  await waitUntilEqual();
  for (const name of names) {
    const found = await rows<Times>(
      name,
      `SELECT slug, CAST(created_at AS CHAR) AS seconds, CAST(created_at_ms AS CHAR) AS milliseconds
         FROM ${database}.articles WHERE slug LIKE '${stamp}%'`,
    );
    const [before] = found.filter(({ slug }) => slug.endsWith('before'));
    t.like(before, { seconds: '2026-02-03 04:05:06', milliseconds: time });
    t.true(found.length > names.length);
    t.deepEqual(
      found.filter(({ seconds, milliseconds }) => !milliseconds.startsWith(seconds)),
      [],
    );
    t.deepEqual(await rows(name, onlineSql), [{ online: names.length }]);
  }
});
