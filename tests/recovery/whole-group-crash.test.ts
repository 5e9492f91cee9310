import { randomUUID } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { applyReceived } from '../../scripts/group/transactions.ts';
import { openGroup } from '../../scripts/lab/open-lab.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { collectStatus } from '../../scripts/status/collect-status.ts';
import { signalProgram } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { createRowsTable, dropRowsTable, findMissing, startWriters } from '../cluster/support/acknowledged-writers.ts';
import { type TestLab, useLab } from '../cluster/support/lab.ts';

// CRASHES=10 repeats the first test; `npm test` does each once.
const crashes = Number(process.env.CRASHES ?? 1);

test.before(async () => {
  const testLab = await useLab();
  await testLab.waitUntilWhole();
  await createRowsTable(testLab);
});

test.after.always(async () => {
  const testLab = await useLab();
  await testLab.waitUntilWhole();
  await dropRowsTable(testLab);
});

for (let crash = 1; crash <= crashes; crash += 1) {
  test.serial(`all members killed at once under 30 writers lose no acknowledged write (crash ${crash})`, async (t) => {
    t.timeout(240_000);
    const testLab = await useLab();
    await recoverAndCheck(t, { testLab, acknowledged: await crashUnderLoad(testLab) });
  });
}

test.serial(
  'any single member, taken as the truth after such a crash, would have lost acknowledged writes',
  async (t) => {
    t.timeout(240_000);
    const testLab = await useLab();
    await testLab.lab.target.stopCaretaker();
    const acknowledged = await crashUnderLoad(testLab);
    const names = await startEachAlone(testLab);
    const group = openGroup(testLab.lab);
    await Promise.all(names.map((name) => applyReceived(group, name)));
    const missing = await Promise.all(names.map((member) => findMissing(testLab, { member, acknowledged })));
    const losses = names.map((name, index) => `${name} ${missing[index]?.length}`).join(', ');
    t.log(`of ${acknowledged.length} acknowledged rows, the choice of one member would have lost: ${losses}`);
    await recoverAndCheck(t, { testLab, acknowledged });
  },
);

test.serial('a member gets its own transaction back that it had sent to the group and not kept', async (t) => {
  t.timeout(120_000);
  const testLab = await useLab();
  await testLab.lab.target.stopCaretaker();
  await Promise.all(testLab.lab.target.endpoints.members.map(({ name }) => testLab.kill(name)));
  await startEachAlone(testLab);
  // Numbers that the group has not given out.
  const first = Date.now();
  await insertAs(testLab, { member: 'mysql-2', origin: 1, transactions: { [first]: 'own' } });
  const others = { [first + 1]: 'more', [first + 2]: 'most' };
  await insertAs(testLab, { member: 'mysql-1', origin: 1, transactions: others });
  await recoverAndCheck(t, { testLab, acknowledged: ['own', 'more', 'most'] });
});

test.serial('servers that all die unasked are one group again without any command', async (t) => {
  t.timeout(240_000);
  const testLab = await useLab();
  const { config, target } = testLab.lab;
  const writers = startWriters(testLab, { count: 30, run: randomUUID().slice(0, 8) });
  await waitFor(() => writers.acknowledged.length > 500, { what: '500 acknowledged writes', timeoutMs: 60_000 });
  for (const { name } of target.endpoints.members) signalProgram(hostDir(config.stateDir, { name }), 'SIGKILL');
  const startedMs = Date.now();
  await writers.stop();
  for (const { name } of target.endpoints.members) await testLab.waitUntilNotRouted(name);
  for (const { name } of target.endpoints.members) await testLab.waitUntilRouted(name, 120_000);
  t.log(`all routed again ${((Date.now() - startedMs) / 1000).toFixed(1)} s after the crash`);
  const { acknowledged } = writers;
  for (const { name } of target.endpoints.members) {
    t.deepEqual(await findMissing(testLab, { member: name, acknowledged }), [], `missing on ${name}`);
  }
});

async function crashUnderLoad(testLab: TestLab) {
  const writers = startWriters(testLab, { count: 30, run: randomUUID().slice(0, 8) });
  await waitFor(() => writers.acknowledged.length > 1_500, { what: '1,500 acknowledged writes', timeoutMs: 60_000 });
  await Promise.all(testLab.lab.target.endpoints.members.map(({ name }) => testLab.kill(name)));
  await writers.stop();
  return writers.acknowledged;
}

// As after a power cut: every server is up, none is in a group, and each shows what it has on its own.
async function startEachAlone({ lab, rows }: TestLab) {
  const hosts = lab.target.hosts.filter(({ role }) => role === 'mysql');
  await Promise.all(hosts.map((host) => lab.target.start(host, { joinOnBoot: false })));
  const answers = (name: string) =>
    rows(name, 'SELECT 1').then(
      () => true,
      () => false,
    );
  for (const { name } of hosts) await waitFor(() => answers(name), { what: `${name} to answer`, timeoutMs: 60_000 });
  return hosts.map(({ name }) => name);
}

interface Insert {
  member: string;
  /** The number of the server that the transactions are from. */
  origin: number;
  /** Keys of rows by the number of the group's transaction that brings them. */
  transactions: Record<number, string>;
}

async function insertAs({ lab, rows }: TestLab, { member, origin, transactions }: Insert) {
  const inserts = Object.entries(transactions).map(
    ([number, key]) => `SET gtid_next = '${lab.record.groupUuid}:${number}';
      INSERT INTO ${lab.database}.crash_rows (id) VALUES ('${key}');`,
  );
  await rows(
    member,
    `SET @own = @@GLOBAL.server_id; SET GLOBAL server_id = ${origin}; SET GLOBAL super_read_only = OFF;
     ${inserts.join('\n')}
     SET gtid_next = AUTOMATIC; SET GLOBAL super_read_only = ON; SET GLOBAL server_id = @own`,
  );
}

interface Crash {
  testLab: TestLab;
  acknowledged: string[];
}

async function recoverAndCheck(t: ExecutionContext, { testLab, acknowledged }: Crash) {
  const startedMs = Date.now();
  const { stdout } = await execa(process.execPath, ['lab', 'recover'], {
    cwd: projectDir,
  });
  const seconds = (Date.now() - startedMs) / 1000;
  for (const line of stdout.split('\n').filter((each) => / had \d+ | was chosen/.test(each))) t.log(line);
  t.log(`${acknowledged.length} acknowledged rows; all members ONLINE after ${seconds.toFixed(1)} s`);
  t.regex(stdout, /All tables are identical on/);
  t.true(seconds < 60, `recovery took ${seconds} s`);
  t.is((await collectStatus(testLab.lab)).group.online, 3);
  for (const { name } of testLab.lab.target.endpoints.members) {
    t.deepEqual(await findMissing(testLab, { member: name, acknowledged }), [], `missing on ${name}`);
  }
}
