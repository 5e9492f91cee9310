import { setTimeout as sleep } from 'node:timers/promises';
import anyTest, { type TestFn } from 'ava';
import { execa } from 'execa';
import { createDatabase } from '../../api/database/database.ts';
import { claimToken, requireToken, TokenIsOld } from '../../api/locks/fence.ts';
import { campaign, withLock } from '../../api/locks/hold-lock.ts';
import { type Locks, marginOf } from '../../api/locks/locks.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { openMember } from '../../scripts/database/open-member.ts';
import { chooseMember } from '../../scripts/lifecycle/install-tables.ts';
import { requireMigrationToken } from '../../scripts/lifecycle/migration-lock.ts';
import { projectDir } from '../../scripts/settings/config.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { addLocks, nameLeader, openLocks, take, want } from './support/profile.ts';

interface Context {
  lab: TestLab;
  locks: Locks;
}

const test = anyTest.serial as TestFn<Context>;

// The tests of over-http.test.ts, which come after these, use the same profile and remove it.
test.before('the profile locks beside the lab', async (t) => {
  t.timeout(300_000);
  const lab = await addLocks(t);
  t.context = { lab, locks: openLocks(lab) };
});

test('a lock has one holder, tokens rise, and a silent holder is followed', async (t) => {
  const { locks } = t.context;
  const wanted = want('one', 'anna');
  const first = await take(locks, wanted);
  t.like(await locks.acquire(want('one', 'bert')), { heldBy: { holder: 'anna', token: first.token } });
  t.truthy(await locks.keepAlive(first));
  const begunMs = performance.now();
  const second = await campaign(locks, want('one', 'bert'), { waitMs: 10_000 });
  t.log(`followed after ${Math.round(performance.now() - begunMs)} ms`);
  t.true(second.token > first.token);
  t.true(performance.now() > first.untilMs + marginOf(2) - 50, 'it was followed before its lease had ended');
  t.is(await locks.keepAlive(first), undefined);
  await locks.release(second);
  await locks.release(second);
  t.is(await locks.find('test/one'), undefined);
});

test('work under a lock keeps it alive past its lease, and the next in line gets it at once', async (t) => {
  const { locks } = t.context;
  const order: string[] = [];
  const work = (holder: string, ms: number) =>
    withLock(locks, want('work', holder, 1), {
      waitMs: 10_000,
      work: async ({ isValid, signal }) => {
        order.push(`${holder} begins`);
        await sleep(ms);
        t.true(isValid());
        t.false(signal.aborted);
        order.push(`${holder} ends`);
      },
    });
  const first = work('anna', 2_500);
  await waitFor(async () => order.length > 0, { what: 'the first holder', timeoutMs: 5_000, intervalMs: 10 });
  await Promise.all([first, work('bert', 0)]);
  t.deepEqual(order, ['anna begins', 'anna ends', 'bert begins', 'bert ends']);
});

test('the database refuses a token lower than one it has seen, with all that its transaction would have written', async (t) => {
  const { lab } = t.context;
  const database = createDatabase({ ...describeDatabase(lab.lab.target.view), poolSize: 1 });
  const session = () => database.session({ requestId: 'test' });
  const pass = (token: number, require = requireToken) =>
    session().write({ change: (query) => require(query, { lock: 'test/fence', token }) });
  const base = Date.now();
  await pass(base, claimToken);
  await pass(base);
  await t.throwsAsync(pass(base, claimToken), { instanceOf: TokenIsOld }, 'another grant with the same token');
  await pass(base + 2, claimToken);
  await t.throwsAsync(pass(base + 1), { instanceOf: TokenIsOld });
  await pass(base + 2);
  await database.close();
});

test('two holders that write on two members collide, also where neither token is new to its member', async (t) => {
  const { lab } = t.context;
  const { members } = lab.lab.target.endpoints;
  const { username: user, password } = lab.lab.secrets.root;
  const open = async (index: number) => {
    const { default: mysql } = await import('mysql2/promise');
    const { mysql: at } = members[index] ?? { mysql: { address: '', port: 0 } };
    return await mysql.createConnection({
      host: at.address,
      port: at.port,
      user,
      password,
      database: lab.lab.database,
    });
  };
  const [one, other] = await Promise.all([open(0), open(1)]);
  const raise = `INSERT INTO lock_fences (name, token, writes, passed_at) VALUES ('test/two', ?, 1, NOW(3))
                     ON DUPLICATE KEY UPDATE writes = writes + (token <= ?), token = GREATEST(token, ?)`;
  await one.query(raise, [5, 5, 5]);
  await lab.waitUntilEqual();
  await Promise.all([one.query('BEGIN'), other.query('BEGIN')]);
  // The first writes with the token that is there already; the second has got the lock meanwhile.
  await Promise.all([one.query(raise, [5, 5, 5]), other.query(raise, [6, 6, 6])]);
  const ends = await Promise.allSettled([one.query('COMMIT'), other.query('COMMIT')]);
  t.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  await one.query("DELETE FROM lock_fences WHERE name = 'test/two'");
  await Promise.all([one.end(), other.end()]);
});

for (const [what, action, mend] of [
  ['dies', 'kill', 'start'],
  ['freezes', 'pause', 'resume'],
] as const) {
  test(`locks are granted again soon after the leader ${what}, with higher tokens`, async (t) => {
    const { lab, locks } = t.context;
    const leader = await nameLeader(lab);
    const before = await take(locks, want(what, 'anna', 10));
    await lab[action](leader);
    const begunMs = performance.now();
    const after = await take(locks, want(`${what} after`, 'bert', 10));
    const tookMs = Math.round(performance.now() - begunMs);
    t.log(`granted ${tookMs} ms after the leader was gone`);
    t.true(after.token > before.token);
    t.like(await locks.find(before.name), { token: before.token });
    t.truthy(await locks.keepAlive(before));
    await Promise.all([locks.release(before), locks.release(after)]);
    await lab[mend](leader);
    t.not(await nameLeader(lab), '');
  });
}

test('of two commands that change tables one waits, and one that was frozen past its lease begins no further step', async (t) => {
  const { lab, locks } = t.context;
  const grant = await take(locks, { ...want('', 'another command'), name: 'migrations', ttlS: 20 });
  const knex = openMember(await chooseMember(lab.lab), { connections: 1 });
  await requireMigrationToken(knex, grant.token);
  const lines: string[] = [];
  for await (const line of execa(process.execPath, ['lab', 'migrate'], { cwd: projectDir })) {
    lines.push(line);
    if (lines.length === 1) await locks.release(grant);
  }
  t.deepEqual(lines, ['Waiting for another command, which changes tables', 'Nothing to migrate.']);

  await requireMigrationToken(knex, grant.token + 5);
  await t.throwsAsync(requireMigrationToken(knex, grant.token), { instanceOf: TokenIsOld });
  await knex('lock_fences').where({ name: 'migrations' }).delete();
  await knex.destroy();
});

test('a holder that was frozen past its lease damages what others wrote, and nothing where its writes carry the token', async (t) => {
  t.timeout(120_000);
  const { exitCode, stdout, stderr } = await runLab(['demo', 'two-holders']);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^cells of the second that were overwritten +[5-7] +0$/m);
});
