import anyTest, { type TestFn } from 'ava';
import { NoMajority } from '../../api/locks/gateway.ts';
import type { Locks } from '../../api/locks/locks.ts';
import { runLab } from '../cluster/support/command.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { createPerson, type Person, speak, writeArticle } from '../events/support/people.ts';
import { addLocks, nameLeader, openLocks, take, want } from './support/profile.ts';

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

/** An article and what windows of its author do with it. */
async function openArticle({ lab, demo: { token, ...demo }, locks }: Context, title: string) {
  const { slug, id } = await writeArticle(lab, { token, ...demo }, title);
  const asked = speak(lab);
  const name = `article/${id}`;
  const path = `/articles/${slug}`;
  const tryEdit = (tab: string) =>
    asked<{ editing: { token: number; mine: boolean; by: string } }>('PUT', `${path}/editing`, {
      token,
      json: { editing: { tab } },
    });
  return {
    name,
    path,
    tryEdit,
    edit: async (tab: string) => (await tryEdit(tab)).body.editing,
    save: async (text: string, editToken: number) =>
      (await asked('PUT', path, { token, json: { article: { body: text, editToken } } })).status,
    async endLease() {
      const lease = await locks.find(name);
      if (lease) await locks.release(lease);
    },
  };
}

test('a window whose lease has gone to another saves nothing, and the other one saves', async (t) => {
  const { lab, demo, locks } = t.context;
  const { name, path, edit, save, endLease } = await openArticle(t.context, 'Two windows');
  const asked = speak(lab);
  const first = await edit('window-one');
  t.like(first, { mine: true, by: demo.name });
  t.like(await edit('window-two'), { mine: false, by: demo.name });
  t.is((await edit('window-one')).token, first.token);
  const seen = await asked<{ editing: object }>('GET', `${path}/editing`);
  t.like(seen.body, { isOn: true, editing: { by: demo.name, mine: false } });
  t.false('token' in seen.body.editing);

  await endLease();
  // Its lease has ended, and no other window has begun: nothing can be overwritten.
  t.is(await save('Late, and alone', first.token), 200);
  const second = await edit('window-two');
  t.true(second.mine);
  t.is(await save('Too late', first.token), 409);
  t.is(await save('In time', second.token), 200);
  const { body } = await asked<{ article: { body: string } }>('GET', path);
  t.is(body.article.body, 'In time');
  await asked('DELETE', `${path}/editing?tab=window-two`, { token: demo.token });
  t.is(await locks.find(name), undefined);
});

test('a lease that a process was granted before it died counts only once the database knows its token', async (t) => {
  const { locks, demo } = t.context;
  const { name, edit, save, endLease } = await openArticle(t.context, 'Between grant and commit');
  const first = await edit('window-one');
  await endLease();
  const granted = await take(locks, { name, holder: demo.name, owner: 'window-two', ttlS: 15 });
  t.is(await save('No window has followed yet', first.token), 200);
  t.like(await edit('window-two'), { mine: true, token: granted.token });
  t.is(await save('Asleep since', first.token), 409);
  t.is(await save('Awake', granted.token), 200);
});

test('a token that is made up saves nothing, and harms no window', async (t) => {
  const { edit, save } = await openArticle(t.context, 'Made up');
  t.is(await save('Before any lease', 1), 409);
  const { token } = await edit('window-one');
  t.is(await save('Of no window', Number.MAX_SAFE_INTEGER), 409);
  t.like(await edit('window-one'), { mine: true, token });
  t.is(await save('Of its window', token), 200);
});

test('while etcd grants what the database has seen before, as after its log was lost, no window is given a lease', async (t) => {
  const { lab, locks } = t.context;
  const { name, tryEdit, edit } = await openArticle(t.context, 'Begun anew');
  const fence = async (token: number) => {
    const columns = `${lab.lab.database}.lock_fences (name, token, writes, passed_at)`;
    await lab.rows('mysql-1', `REPLACE INTO ${columns} VALUES ('${name}', ${token}, 1, NOW(3))`);
    await lab.waitUntilEqual();
  };
  await fence(2 ** 52);
  const refused = await tryEdit('window-one');
  t.is(refused.status, 503);
  t.regex(JSON.stringify(refused.body), /as new as the one that etcd has granted/);
  t.is(await locks.find(name), undefined);
  await fence(1);
  t.true((await edit('window-one')).mine);
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

test('of many that a user asks for at once five are granted, and others still get theirs', async (t) => {
  const { lab, locks } = t.context;
  const [greedy, other] = [await createPerson(lab, 'greedy'), await createPerson(lab, 'modest')];
  const acquire = ({ token }: Person, name: string) =>
    speak(lab)('POST', '/locks', { token, json: { lock: { name, ttl: 20 } } });
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => acquire(greedy, `many-${index}`)));
  t.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 409]));
  const held = (await locks.list('user/')).filter(({ holder }) => holder === greedy.name);
  t.is(held.length, answers.filter(({ status }) => status === 200).length);
  t.is(held.length, 5);
  t.is((await acquire(other, 'of-another')).status, 200);
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
