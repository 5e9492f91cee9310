import { readdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { runLab } from '../cluster/support/command.ts';
import { useLab } from '../cluster/support/lab.ts';

// Which members may join the group.

test.beforeEach(async () => (await useLab()).waitUntilWhole());
test.after.always(async () => (await useLab()).waitUntilWhole());

test.serial('a member with transactions of its own is kept out, named, and recloned on request', async (t) => {
  t.timeout(240_000);
  const testLab = await useLab();
  await testLab.rows('mysql-3', 'STOP GROUP_REPLICATION');
  await testLab.rows('mysql-3', 'SET GLOBAL super_read_only = OFF');
  await testLab.rows('mysql-3', 'CREATE DATABASE stray');
  const refused = await runLab(['up']);
  t.is(refused.exitCode, 1);
  t.regex(refused.stdout, /mysql-3 stays out: it has 1 transactions? that (is|are) not the group's/);
  t.regex(refused.stdout, /reclone mysql-3 --yes/);
  t.is((await runLab(['reclone', 'mysql-3'])).exitCode, 1);
  t.is((await testLab.member('mysql-3')).state, 'OFFLINE');

  const recloned = await runLab(['reclone', 'mysql-3', '--yes']);
  t.is(recloned.exitCode, 0, recloned.stderr);
  await testLab.waitUntilRouted('mysql-3');
  t.deepEqual(await testLab.rows('mysql-3', "SHOW DATABASES LIKE 'stray'"), []);
  const saved = join(testLab.lab.config.stateDir, 'saved');
  t.true(readdirSync(join(saved, readdirSync(saved)[0] ?? '')).some((name) => name.startsWith('binlog.')));
});

test.serial('a member whose missing transactions are no longer in the logs of the others is cloned', async (t) => {
  t.timeout(240_000);
  const testLab = await useLab();
  for (const name of ['mysql-1', 'mysql-2']) {
    await testLab.rows(name, 'FLUSH BINARY LOGS');
    const [log] = await testLab.rows<{ File: string }>(name, 'SHOW BINARY LOG STATUS');
    await testLab.rows(name, `PURGE BINARY LOGS TO '${log?.File}'`);
  }
  const recloned = await runLab(['reclone', 'mysql-3', '--yes']);
  t.is(recloned.exitCode, 0, recloned.stderr);
  const clones = await testLab.rows<{ state: string }>(
    'mysql-3',
    'SELECT STATE AS state FROM performance_schema.clone_status',
  );
  t.deepEqual(
    clones.map(({ state }) => state),
    ['Completed'],
  );
});

test.serial('a flag left behind by an interrupted command does not make a second group', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  await testLab.rows('mysql-3', 'STOP GROUP_REPLICATION');
  await testLab.rows('mysql-3', 'SET GLOBAL group_replication_bootstrap_group = ON');
  t.is((await runLab(['recover'])).exitCode, 0);
  t.is((await testLab.rows('mysql-3', 'SELECT 1 FROM performance_schema.replication_group_members')).length, 3);
});

test.serial('while a member does not answer, no group is started without --force', async (t) => {
  t.timeout(240_000);
  const testLab = await useLab();
  const { target } = testLab.lab;
  const data = join(hostDir(testLab.lab.config.stateDir, { name: 'mysql-3' }), 'data');
  for (const name of ['mysql-1', 'mysql-2', 'mysql-3']) await testLab.kill(name);
  await rename(join(data, 'ibdata1'), join(data, 'ibdata1.kept'));
  try {
    const refused = await runLab(['recover']);
    t.is(refused.exitCode, 1);
    t.regex(refused.stderr, /1 of 3 members do not answer[\s\S]*mysql-3[\s\S]*recover --force/);
    t.is((await testLab.member('mysql-1')).state, 'OFFLINE');
    const forced = await runLab(['recover', '--force']);
    t.regex(forced.stdout, /2 of 3 members ONLINE/);
    t.regex(forced.stdout, /mysql-3 stays out: the group was begun without it/);
  } finally {
    await target.kill(findHost(testLab.lab, 'mysql-3'));
    await rename(join(data, 'ibdata1.kept'), join(data, 'ibdata1'));
  }
  // Its own transactions may have reached other members: it does not join by itself.
  const refused = await runLab(['start', 'mysql-3']);
  t.is(refused.exitCode, 1);
  t.regex(refused.stderr, /mysql-3 stays out[\s\S]*reclone mysql-3 --yes/);
  t.is((await runLab(['reclone', 'mysql-3', '--yes'])).exitCode, 0);
  await testLab.waitUntilRouted('mysql-3');
});
