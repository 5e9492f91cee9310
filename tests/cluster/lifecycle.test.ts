import { readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { findHost } from '../../scripts/open-lab.ts';
import { processState, signalProgram } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { waitFor } from '../../scripts/wait.ts';
import { runLab } from './support/command.ts';
import { useLab } from './support/lab.ts';

test.beforeEach(async () => (await useLab()).waitUntilWhole());
test.after.always(async () => (await useLab()).waitUntilWhole());

const dirOf = async (name: string) => hostDir((await useLab()).lab.config.stateDir, { name });

for (const [fault, mend] of [
  ['kill', 'start'],
  ['pause', 'resume'],
  ['stop', 'start'],
] as const) {
  test.serial(
    `after ${fault} a member is DOWN in HAProxy at once, and ${mend} brings it back without more`,
    async (t) => {
      t.timeout(120_000);
      const testLab = await useLab();
      const startedMs = Date.now();
      await testLab[fault]('mysql-2');
      await testLab.waitUntilNotRouted('mysql-2');
      const downMs = Date.now() - startedMs;
      t.log(`DOWN ${downMs} ms after ${fault}`);
      // A clean stop takes its time before the member is out.
      if (fault !== 'stop') t.true(downMs < 3_000, `${downMs} ms`);
      const { exitCode, stdout } = await runLab([mend, 'mysql-2']);
      t.log(stdout);
      t.is(exitCode, 0);
      t.regex(stdout, /mysql-2 is ONLINE and routed after (\d|[12]\d|30)\.\d s/);
    },
  );
}

test.serial('a mysqld that dies unasked is started again and joins without any command', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  signalProgram(await dirOf('mysql-3'), 'SIGKILL');
  await testLab.waitUntilNotRouted('mysql-3');
  await testLab.waitUntilRouted('mysql-3');
  t.is((await testLab.member('mysql-3')).state, 'ONLINE');
});

test.serial('a member that is started while it is still stopping is up in the end', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  const stopping = testLab.stop('mysql-2');
  await testLab.waitUntilNotRouted('mysql-2');
  await Promise.all([stopping, testLab.start('mysql-2')]);
  await testLab.waitUntilRouted('mysql-2');
  t.is(await testLab.lab.target.state(findHost(testLab.lab, 'mysql-2')), 'running');
});

test.serial('a lab that is up is left alone by a second start', async (t) => {
  const testLab = await useLab();
  const before = await Promise.all(
    testLab.lab.target.hosts.map(async ({ name }) => readFile(join(await dirOf(name), 'pid'), 'utf8')),
  );
  const { exitCode, stdout } = await runLab(['up']);
  t.is(exitCode, 0);
  t.regex(stdout, /up already; nothing was changed/);
  const after = await Promise.all(
    testLab.lab.target.hosts.map(async ({ name }) => readFile(join(await dirOf(name), 'pid'), 'utf8')),
  );
  t.deepEqual(after, before);
});

test.serial('with half of the processes gone, the next start brings everything back', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  for (const name of ['mysql-1', 'mysql-2', 'web', 'haproxy']) await testLab.kill(name);
  const { exitCode, stdout } = await runLab(['up']);
  t.is(exitCode, 0, stdout);
  t.regex(stdout, /3 of 3 members ONLINE/);
});

test.serial(
  'a pid file that names somebody else’s process neither fools the lab nor endangers that process',
  async (t) => {
    t.timeout(120_000);
    const testLab = await useLab();
    await testLab.kill('web');
    const dir = await dirOf('web');
    await writeFile(join(dir, 'pid'), String(process.pid));
    await writeFile(join(dir, 'supervisor.pid'), String(process.ppid));
    t.is(processState(dir), 'stopped');
    const { exitCode } = await runLab(['kill', 'web']);
    t.is(exitCode, 0);
    t.is((await runLab(['start', 'web'])).exitCode, 0);
  },
);

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

test.serial('a member whose past the others no longer hold in their logs is copied whole', async (t) => {
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

test.serial('a program that lost its supervisor is told of, and gets a new one', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  const dir = await dirOf('mysql-2');
  process.kill(Number(await readFile(join(dir, 'supervisor.pid'), 'utf8')), 'SIGKILL');
  await waitFor(() => processState(dir) === 'orphaned', { what: 'the supervisor to end', timeoutMs: 5_000 });
  t.is((await runLab(['status'])).exitCode, 1);
  t.is((await runLab(['up'])).exitCode, 0);
  t.is(processState(dir), 'running');
  t.is((await testLab.member('mysql-2')).state, 'ONLINE');
});

test.serial('a flag left behind by an interrupted command does not make a second group', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  await testLab.rows('mysql-3', 'STOP GROUP_REPLICATION');
  await testLab.rows('mysql-3', 'SET GLOBAL group_replication_bootstrap_group = ON');
  t.is((await runLab(['recover'])).exitCode, 0);
  t.is((await testLab.rows('mysql-3', 'SELECT 1 FROM performance_schema.replication_group_members')).length, 3);
});

test.serial('members that an interrupted comparison left read-only are released', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  const names = testLab.lab.target.endpoints.members.map(({ name }) => name);
  for (const name of names) await testLab.rows(name, 'SET GLOBAL super_read_only = ON');
  for (const name of names) await testLab.waitUntilRouted(name, 30_000);
  t.pass();
});

test.serial('a clean stop of the whole lab is undone by the next start', async (t) => {
  t.timeout(180_000);
  const testLab = await useLab();
  const down = await runLab(['down']);
  t.is(down.exitCode, 0);
  for (const host of testLab.lab.target.hosts) t.is(await testLab.lab.target.state(host), 'stopped');
  t.is((await runLab(['status'])).exitCode, 1);
  const startedMs = Date.now();
  const up = await runLab(['up']);
  t.is(up.exitCode, 0, up.stderr);
  t.log(`the stopped lab was up again after ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
});

test.serial('where a member does not answer, nothing is begun without --force', async (t) => {
  t.timeout(240_000);
  const testLab = await useLab();
  const { target } = testLab.lab;
  const data = join(await dirOf('mysql-3'), 'data');
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
  // What it alone had may have been given to others: it does not slip in again.
  const refused = await runLab(['start', 'mysql-3']);
  t.is(refused.exitCode, 1);
  t.regex(refused.stderr, /mysql-3 stays out[\s\S]*reclone mysql-3 --yes/);
  t.is((await runLab(['reclone', 'mysql-3', '--yes'])).exitCode, 0);
  await testLab.waitUntilRouted('mysql-3');
});
