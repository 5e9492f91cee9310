import anyTest, { type TestFn } from 'ava';
import { createDatabase } from '../../api/database/database.ts';
import { requireToken, TokenIsOld } from '../../api/locks/fence.ts';
import { NoMajority } from '../../api/locks/gateway.ts';
import { campaign, withLock } from '../../api/locks/hold-lock.ts';
import { type Grant, type Locks, marginOf } from '../../api/locks/locks.ts';
import { describeDatabase } from '../../roles/rabbitmq/event-worker.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { createPerson, type Person, speak, writeArticle } from '../events/support/people.ts';
import { addLocks, nameLeader, openLocks } from './support/profile.ts';

interface Context {
  lab: TestLab;
  locks: Locks;
  demo: Person;
}

const test = anyTest.serial as TestFn<Context>;

test.before('the profile locks beside the lab', async (t) => {
  t.timeout(300_000);
  const lab = await addLocks(t);
  t.context = { lab, locks: openLocks(lab), demo: await createPerson(lab, 'holder') };
});

test.after.always(async () => {
  await runLab(['remove', 'locks']);
});

const want = (name: string, holder: string, ttlS = 2) => ({ name: `test/${name}`, holder, ttlS });

async function take(locks: Locks, wanted: ReturnType<typeof want>): Promise<Grant> {
  const acquired = await locks.acquire(wanted);
  if ('granted' in acquired) return acquired.granted;
  throw new Error(`${acquired.heldBy.holder} holds it`);
}

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
        await new Promise((resolve) => setTimeout(resolve, ms));
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
  const pass = (token: number) =>
    database
      .session({ requestId: 'test' })
      .write({ change: (query) => requireToken(query, { lock: 'test/fence', token }) });
  const base = Date.now();
  await pass(base);
  await pass(base);
  await pass(base + 2);
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

test('without a majority no lock is granted, and everything else goes on', async (t) => {
  const { lab, locks, demo } = t.context;
  const { slug } = await writeArticle(lab, demo, 'Edited');
  const edit = { token: demo.token, json: { editing: { tab: 'window-one' } } };
  const asked = speak(lab);
  const { body } = await asked<{ editing: { token: number } }>('PUT', `/articles/${slug}/editing`, edit);
  const leader = await nameLeader(lab);
  const others = ['etcd-1', 'etcd-2', 'etcd-3'].filter((name) => name !== leader);
  for (const name of [leader, others[0] ?? '']) await lab.kill(name);

  const begunMs = performance.now();
  await t.throwsAsync(locks.acquire(want('none', 'anna')), { instanceOf: NoMajority });
  t.true(performance.now() - begunMs < 6_000);
  const refused = await asked('POST', '/locks', { token: demo.token, json: { lock: { name: 'none' } } });
  t.is(refused.status, 503);
  t.regex(JSON.stringify(refused.body), /No majority of etcd answers/);
  t.regex((await runLab(['locks'])).stdout, /does not answer[\s\S]*No majority of etcd answers/);

  const json = { article: { body: 'Saved without etcd', editToken: body.editing.token } };
  t.is((await asked('PUT', `/articles/${slug}`, { token: demo.token, json })).status, 200);
  for (const name of [leader, others[0] ?? '']) await lab.start(name);
  await nameLeader(lab);
  await locks.release(await take(locks, want('none', 'anna')));
});

test('a window whose lease has gone to another saves nothing, and the other one saves', async (t) => {
  const { lab, demo, locks } = t.context;
  const { slug, id } = await writeArticle(lab, demo, 'Two windows');
  const asked = speak(lab);
  const edit = async (tab: string) =>
    (
      await asked<{ editing: { token: number; mine: boolean; by: string } }>('PUT', `/articles/${slug}/editing`, {
        token: demo.token,
        json: { editing: { tab } },
      })
    ).body.editing;
  const save = async (text: string, editToken: number) =>
    (await asked('PUT', `/articles/${slug}`, { token: demo.token, json: { article: { body: text, editToken } } }))
      .status;
  const first = await edit('window-one');
  t.like(first, { mine: true, by: demo.name });
  t.like(await edit('window-two'), { mine: false, by: demo.name });
  t.is((await edit('window-one')).token, first.token);
  const seen = await asked<{ editing: object }>('GET', `/articles/${slug}/editing`);
  t.like(seen.body, { isOn: true, editing: { by: demo.name, mine: false } });
  t.false('token' in seen.body.editing);

  const lease = await locks.find(`article/${id}`);
  if (lease) await locks.release(lease);
  // Its lease has ended, and no other window has begun: nothing can be overwritten.
  t.is(await save('Late, and alone', first.token), 200);
  const second = await edit('window-two');
  t.true(second.mine);
  t.is(await save('Too late', first.token), 409);
  t.is(await save('In time', second.token), 200);
  const { body } = await asked<{ article: { body: string } }>('GET', `/articles/${slug}`);
  t.is(body.article.body, 'In time');
  await asked('DELETE', `/articles/${slug}/editing?tab=window-two`, { token: demo.token });
  t.is(await locks.find(`article/${id}`), undefined);
});

test('users acquire locks over HTTP, up to five, and end only their own', async (t) => {
  const { lab, demo } = t.context;
  const other = await createPerson(lab, 'other');
  const asked = speak(lab);
  const acquire = (person: Person, name: string) =>
    asked<{ lock: { token: number } }>('POST', '/locks', { token: person.token, json: { lock: { name, ttl: 20 } } });
  const got = await Promise.all(['a', 'b', 'c', 'd'].map((name) => acquire(demo, name)));
  t.true(got.every(({ status }) => status === 200));
  const [token = 0] = got.map(({ body }) => body.lock.token);
  t.is((await acquire(other, 'a')).status, 409);
  t.is((await acquire(demo, 'e')).status, 200);
  t.is((await acquire(demo, 'f')).status, 409);
  const keep = (person: Person, by: number) =>
    asked('PUT', '/locks/a', { token: person.token, json: { lock: { token: by } } });
  t.deepEqual(
    await Promise.all(
      [keep(demo, token), keep(demo, token + 1), keep(other, token)].map(async (each) => (await each).status),
    ),
    [200, 409, 409],
  );
  await asked('DELETE', `/locks/a?token=${token}`, { token: other.token });
  t.is((await acquire(other, 'a')).status, 409);
  await asked('DELETE', `/locks/a?token=${token}`, { token: demo.token });
  t.is((await acquire(other, 'a')).status, 200);
  t.is((await asked('GET', '/locks')).status, 401);
  t.is((await acquire(demo, 'no name')).status, 422);
});

test('a holder that was frozen past its lease damages what others wrote, and nothing where its writes carry the token', async (t) => {
  t.timeout(120_000);
  const { exitCode, stdout, stderr } = await runLab(['demo', 'two-holders']);
  t.is(exitCode, 0, stderr);
  t.regex(stdout, /^cells of the second that were overwritten +[5-7] +0$/m);
});

test('without the profile the routes say so, and an article is edited as before', async (t) => {
  t.timeout(60_000);
  const { lab, demo } = t.context;
  const { slug } = await writeArticle(lab, demo, 'Without');
  t.is((await runLab(['remove', 'locks'])).exitCode, 0);
  const asked = speak(lab);
  const { token } = demo;
  t.deepEqual((await asked('GET', '/locks', { token })).body, { locks: [], isOn: false });
  const refused = await asked('POST', '/locks', { token, json: { lock: { name: 'a' } } });
  t.is(refused.status, 501);
  t.regex(JSON.stringify(refused.body), /profile locks is off/);
  t.deepEqual(
    (await asked('PUT', `/articles/${slug}/editing`, { token, json: { editing: { tab: 'window-one' } } })).body,
    {
      editing: null,
      isOn: false,
    },
  );
  t.is((await asked('PUT', `/articles/${slug}`, { token, json: { article: { body: 'as before' } } })).status, 200);
});
