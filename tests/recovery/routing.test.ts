import test from 'ava';
import { withCommandLock } from '../../scripts/state/command-lock.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { useLab } from '../cluster/support/lab.ts';
import { askProxy, knock, knockWhile, openSession, waitUntilRefused } from '../cluster/support/routing.ts';

// Each test brings one state about on mysql-3 and sees that HAProxy leaves it out, says why, and takes it back.

const testLab = await useLab();
const { rows, lab } = testLab;
const [first = '', second = '', third = ''] = lab.target.endpoints.members.map(({ name }) => name);
const portOf = (name: string) => lab.target.endpoints.members.find((member) => member.name === name)?.mysql.port;

/** The caretaker has a member join that is outside of its group: two who do so at once are in each other's way. */
const withoutCaretaker = <T>(work: () => Promise<T>) => withCommandLock(lab.config.stateDir, work);

test.before(async () => {
  await testLab.waitUntilWhole();
  await rows(first, 'CREATE DATABASE IF NOT EXISTS routing_test');
  await rows(first, 'CREATE TABLE IF NOT EXISTS routing_test.notes (id BIGINT AUTO_INCREMENT PRIMARY KEY, text TEXT)');
});

test.afterEach.always(async () => {
  await testLab.waitUntilWhole();
});

test.after.always(async () => {
  await rows(first, 'DROP DATABASE IF EXISTS routing_test');
});

test.serial('a member that is read-only gets no client', async (t) => {
  await rows(third, 'SET GLOBAL super_read_only = ON');
  await waitUntilRefused(testLab, third, /ROUTE-NO member is read-only/);
  await expectNoClients(t, third);
  await rows(third, 'SET GLOBAL read_only = OFF');
  await testLab.waitUntilRouted(third);
});

test.serial('a member in offline_mode gets no client', async (t) => {
  await rows(third, 'SET GLOBAL offline_mode = ON');
  await waitUntilRefused(testLab, third, /offline mode/);
  await expectNoClients(t, third);
  await rows(third, 'SET GLOBAL offline_mode = OFF');
  await testLab.waitUntilRouted(third);
});

test.serial('a member that refuses the account of the check gets no client, and its name is not shown', async (t) => {
  const { username } = lab.secrets.check;
  const [account] = await rows<{ host: string }>(third, `SELECT host FROM mysql.user WHERE user = '${username}'`);
  const session = await openSession(testLab, third);
  t.teardown(() => session.end());
  const setPassword = (password: string) =>
    session.query(`ALTER USER '${username}'@'${account?.host}' IDENTIFIED BY '${password}'`);
  // Of this member alone: what is not in its binary log reaches no other.
  await session.query('SET sql_log_bin = OFF');
  await setPassword('another');
  await waitUntilRefused(testLab, third, /Access denied for user/).finally(() => setPassword(''));
  t.false((await askProxy(testLab, third)).lastCheck.includes(username));
  await testLab.waitUntilRouted(third);
});

test.serial('a member that left the group gets no client', async (t) => {
  await withoutCaretaker(async () => {
    await rows(third, 'STOP GROUP_REPLICATION');
    await waitUntilRefused(testLab, third, /ROUTE-NO member is OFFLINE/);
    await expectNoClients(t, third);
    await rows(third, 'START GROUP_REPLICATION');
  });
  await testLab.waitUntilRouted(third);
});

test.serial('a member that is still RECOVERING gets no client', async (t) => {
  const session = await withoutCaretaker(async () => {
    await rows(third, 'STOP GROUP_REPLICATION');
    await rows(first, "INSERT INTO routing_test.notes (text) VALUES ('missed')");
    const locking = await lockNotes();
    await rows(third, 'START GROUP_REPLICATION');
    return locking;
  });
  await waitUntilRefused(testLab, third, /ROUTE-NO member is RECOVERING/);
  await expectNoClients(t, third);
  await session.end();
  await testLab.waitUntilRouted(third);
});

test.serial('a member whose queue is too long gets no client until it has caught up', async (t) => {
  const session = await lockNotes();
  await writeNotes(6_000);
  await waitUntilRefused(testLab, third, /ROUTE-NO \d+ transactions behind/);
  await expectNoClients(t, third);
  t.true((await askProxy(testLab, second)).routed);
  await session.end();
  await testLab.waitUntilRouted(third);
});

test.serial('a member in ERROR gets no client', async (t) => {
  await rows(third, 'SET GLOBAL group_replication_exit_state_action = READ_ONLY');
  t.teardown(() => rows(third, 'SET GLOBAL group_replication_exit_state_action = ABORT_SERVER'));
  await runHere('CREATE DATABASE routing_clash');
  await rows(first, 'CREATE DATABASE routing_clash');
  await waitUntilRefused(testLab, third, /ROUTE-NO member is ERROR/);
  await expectNoClients(t, third);
  await withoutCaretaker(async () => {
    await rows(third, 'STOP GROUP_REPLICATION');
    await runHere('SET GLOBAL super_read_only = OFF; DROP DATABASE routing_clash; SET GLOBAL super_read_only = ON');
    await rows(third, 'START GROUP_REPLICATION');
  });
  await testLab.waitUntilRouted(third);
  await rows(first, 'DROP DATABASE routing_clash');
});

test.serial('a member alone gets no client, and clients are told at once instead of left waiting', async (t) => {
  await Promise.all([testLab.pause(first), testLab.pause(second)]);
  const tookMs = await waitUntilRefused(testLab, third, /ROUTE-NO (no agreement for|member sees no majority)/);
  const { tookMs: toldAfterMs, ...answer } = await knock(testLab);
  await Promise.all([testLab.resume(first), testLab.resume(second)]);
  t.log(`left out ${Math.round(tookMs)} ms after it was alone, clients told after ${Math.round(toldAfterMs)} ms`);
  t.true('error' in answer);
  t.true(toldAfterMs < 500, `told after ${toldAfterMs} ms`);
});

test.serial('a member that was frozen and thrown out gets no client before it is in the group again', async (t) => {
  await testLab.pause(third);
  await waitFor(async () => (await stateSeenBy(first, third)) === undefined, {
    what: 'the others to throw it out',
    timeoutMs: 20_000,
  });
  await testLab.resume(third);
  await waitFor(
    async () => {
      const { routed } = await askProxy(testLab, third);
      const state = await stateSeenBy(first, third);
      if (routed && state !== 'ONLINE') t.fail(`routed to while the group says ${state ?? 'it is no member'}`);
      return routed;
    },
    { what: 'its return', timeoutMs: 60_000, intervalMs: 20 },
  );
  t.pass();
});

async function expectNoClients(t: { false(value: boolean): void; true(value: boolean): void }, name: string) {
  const ports = await knockWhile(testLab, waitFor(enoughChecks(), { what: 'some checks', timeoutMs: 5_000 }));
  t.true(ports.length > 0);
  t.false(ports.includes(portOf(name)));
}

function enoughChecks() {
  const untilMs = performance.now() + 600;
  return () => performance.now() > untilMs;
}

async function stateSeenBy(observer: string, name: string) {
  const sql = `SELECT MEMBER_STATE AS state FROM performance_schema.replication_group_members WHERE MEMBER_PORT = ${portOf(name)}`;
  return (await rows<{ state: string }>(observer, sql))[0]?.state;
}

/** Keeps what arrives for the table from being applied on mysql-3, for as long as the session is open. */
async function lockNotes() {
  const session = await openSession(testLab, third);
  await session.query('LOCK TABLES routing_test.notes READ');
  return session;
}

/** Changes mysql-3 only, behind the group's back. */
async function runHere(sql: string) {
  const session = await openSession(testLab, third);
  await session.query(`SET sql_log_bin = 0; ${sql}`).finally(() => session.end());
}

async function writeNotes(count: number) {
  const writers = await Promise.all(Array.from({ length: 12 }, () => openSession(testLab, first)));
  const sql = "INSERT INTO routing_test.notes (text) VALUES ('x');".repeat(count / 12 / 10);
  await Promise.all(
    writers.map(async (writer) => {
      for (let round = 0; round < 10; round += 1) await writer.query(sql);
      await writer.end();
    }),
  );
}
