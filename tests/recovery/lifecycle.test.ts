import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import got from 'got';
import type { MemberReport } from '../../scripts/group/member-report.ts';
import { isOutside } from '../../scripts/group/quorum.ts';
import { findHost, openGroup } from '../../scripts/lab/open-lab.ts';
import { processState, signalProgram } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { useLab } from '../cluster/support/lab.ts';

test.beforeEach(async () => (await useLab()).waitUntilWhole());
test.after.always(async () => (await useLab()).waitUntilWhole());

const dirOf = async (name: string) => hostDir((await useLab()).lab.config.stateDir, { name });

async function countStarts(name: string) {
  const log = await readFile(join(await dirOf(name), 'host.log'), 'utf8');
  return log.split('starting as process').length - 1;
}

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
      const starts = await countStarts('mysql-2');
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
      // The others may let it wait for 10 s and then for 16 (docs/recovery.md).
      t.regex(stdout, /mysql-2 is ONLINE and routed after [1-5]?\d\.\d s/);
      t.is(await countStarts('mysql-2'), mend === 'start' ? starts + 1 : starts);
    },
  );
}

/** Asks a member again and again until it is ONLINE, and counts the reports that are as described. */
async function countReports(name: string, isCounted: (report: MemberReport) => boolean) {
  const member = openGroup((await useLab()).lab).member(name);
  let count = 0;
  const isOnline = async () => {
    const report = await member.report();
    if (isCounted(report)) count += 1;
    return report.state === 'ONLINE';
  };
  await waitFor(isOnline, { what: `${name} to be ONLINE`, timeoutMs: 90_000, intervalMs: 20 });
  return count;
}

test.serial('a mysqld that dies unasked is started again and joins without any command', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  signalProgram(await dirOf('mysql-3'), 'SIGKILL');
  await testLab.waitUntilNotRouted('mysql-3');
  // A command that took it for one that does not even try would interrupt it, and start it once more.
  t.is(await countReports('mysql-3', isOutside), 0);
  await testLab.waitUntilRouted('mysql-3');
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
  'a pid file that names a process outside the lab neither misleads the lab nor endangers that process',
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

test.serial('members that an interrupted comparison left read-only are released', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  const names = testLab.lab.target.endpoints.members.map(({ name }) => name);
  for (const name of names) await testLab.rows(name, 'SET GLOBAL super_read_only = ON');
  for (const name of names) await waitUntilWritable(name);
  for (const name of names) await testLab.waitUntilRouted(name, 30_000);
  t.pass();

  function waitUntilWritable(name: string) {
    const isWritable = async () => {
      const [row] = await testLab.rows<{ held: number }>(name, 'SELECT @@GLOBAL.super_read_only AS held');
      return row?.held === 0;
    };
    return waitFor(isWritable, { what: `${name} to be released`, timeoutMs: 60_000 });
  }
});

test.serial('a reload of HAProxy is done when another process of it answers, and no more the one before', async (t) => {
  const before = await askWhoAnswers();
  const { exitCode, stdout, stderr } = await runLab(['reload', 'haproxy']);
  t.is(exitCode, 0, stdout + stderr);
  for (let time = 0; time < 20; time += 1) t.not(await askWhoAnswers(), before);
});

/** The process of HAProxy that answers a new connection. */
async function askWhoAnswers() {
  const { target, secrets } = (await useLab()).lab;
  const { address, port } = target.endpoints.stats;
  const { body } = await got(`http://${address}:${port}/`, { ...secrets.stats, headers: { connection: 'close' } });
  const [, pid] = /pid = <\/b>\s*(\d+)/.exec(body) ?? [];
  if (pid === undefined) throw new Error('HAProxy does not tell its process');
  return pid;
}

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
