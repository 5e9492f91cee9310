import test from 'ava';
import { migrate, rollback } from '../../scripts/database/migrations.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { useLab } from './support/lab.ts';
import { openSession } from './support/routing.ts';

const testLab = await useLab();
const { lab, rows, waitUntilWhole } = testLab;
const { members } = lab.target.endpoints;
/** The last migration makes triggers of this table, and waits for its lock. */
const table = 'follows';
const lockMs = 1_000;

test.before(async () => waitUntilWhole());

const countTriggers = (name: string) =>
  rows(
    name,
    `SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
      WHERE TRIGGER_SCHEMA = '${lab.database}' AND TRIGGER_NAME LIKE '${table}\\\\_%'`,
  ).then(({ length }) => length);

test.serial('a migration is done when the slowest member has done it', async (t) => {
  t.timeout(60_000);
  const member = await chooseMember(lab);
  t.teardown(() => migrate(member));
  await rollback(member, { steps: 1 });
  t.deepEqual(await Promise.all(members.map(({ name }) => countTriggers(name))), [0, 0, 0]);
  const slowest = members.at(-1)?.name ?? '';
  const lock = await openSession(testLab, slowest);
  await lock.query(`LOCK TABLES ${lab.database}.${table} READ`);
  setTimeout(() => lock.end(), lockMs);
  await migrate(member);
  t.deepEqual(await Promise.all(members.map(({ name }) => countTriggers(name))), [3, 3, 3]);
});
