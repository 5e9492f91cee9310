import test from 'ava';
import { processState } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { type Ask, createApiClient, register } from './support/api-client.ts';
import { runLab } from './support/command.ts';
import { useLab } from './support/lab.ts';
import { openSession } from './support/routing.ts';
import {
  addWebHost,
  countUsers,
  endAndStart,
  sendAllUsersTo,
  useTwoWebHosts,
  waitUntilWebIs,
} from './support/web-hosts.ts';
import { type ArticleBody, createAuthor, newName, writeAndRead } from './support/web-load.ts';

const place = useTwoWebHosts(test);

test.serial('a lab with two web hosts comes up, and shows both and the one address for them', async (t) => {
  t.is(place.added.up.exitCode, 0, place.added.up.stderr);
  const { api, webs } = place.testLab.lab.target.endpoints;
  const url = `http://${api.address}:${api.port}`;
  for (const text of [place.added.up.stdout, (await runLab(['status'])).stdout]) {
    t.true(text.includes(`API      ${url}/, login`), text);
    t.regex(text, new RegExp(`^haproxy +API +${url} +2 of 2 web hosts routed$`, 'm'));
    for (const { name, http } of webs) {
      t.regex(text, new RegExp(`^${name} +API +http://${http.address}:${http.port} +ready, routed$`, 'm'));
    }
  }
  const { status } = await place.ask('GET', '/articles');
  t.is(status, 200);
});

test.serial('a user without cookie and token sees each own write at once', async (t) => {
  const author = await createAuthor(place.ask);
  const failures: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    const failure = await writeAndRead(place.ask, author, `step ${step}`);
    if (failure) failures.push(failure);
  }
  t.deepEqual(failures, []);
});

/** What becomes of the process that took a user's write, before the same user reads. */
const changes: [title: string, change: () => Promise<void>][] = [
  ['a user who is sent to another process', () => sendAllUsersTo('web-2')],
  ['a user whose process has died and is back under its name', () => endAndStart(place.testLab, 'kill', 'web')],
  [
    'a user whose process has died and is away',
    () => place.testLab.kill('web').then(() => waitUntilWebIs(false, 'web')),
  ],
];

for (const [title, change] of changes) {
  test.serial(`${title} misses nothing, while a member lags behind`, async (t) => {
    t.timeout(120_000);
    const author = await createAuthor(place.ask);
    const path = `/articles/${author.slug}`;
    t.teardown(() => sendAllUsersTo('web-1', 'web-2'));
    // Neither process is new to users.
    for (const name of ['web-2', 'web-1']) {
      await sendAllUsersTo(name);
      await place.ask('GET', path, { token: author.token });
    }
    await place.testLab.waitUntilEqual();
    const lock = await openSession(place.testLab, 'mysql-3');
    t.teardown(() => lock.end());
    await lock.query('LOCK TABLES realworld.articles READ');
    const json = { article: { description: 'The last that was written' } };
    t.is((await place.ask('PUT', path, { token: author.token, json })).status, 200);
    await sendAllUsersTo('web-1', 'web-2');
    await change();
    const seen: string[] = [];
    for (let time = 0; time < 20; time += 1) {
      const { body } = await place.ask<ArticleBody>('GET', path, { token: author.token });
      seen.push(body.article.description);
    }
    t.deepEqual(new Set(seen), new Set([json.article.description]));
  });
}

test.serial('a user who has just registered is known to the next request, and can log in', async (t) => {
  t.timeout(120_000);
  const failures: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    const name = newName();
    const token = await register(place.ask, name);
    const asked = await place.ask('GET', '/user', { token });
    const login = { user: { email: `${name}@example.com`, password: 'secret' } };
    const loggedIn = await place.ask('POST', '/users/login', { json: login });
    if (asked.status !== 200 || loggedIn.status !== 200) failures.push(`${asked.status}, ${loggedIn.status}`);
  }
  t.deepEqual(failures, []);
  const users = await countUsers();
  t.log(users);
  const share = (users['web-1'] ?? 0) / ((users['web-1'] ?? 0) + (users['web-2'] ?? 0));
  t.true(share > 0.4 && share < 0.6, `new users are dealt out in turns: ${JSON.stringify(users)}`);
});

test.serial('with the Causality-Token each process shows what the other one wrote', async (t) => {
  const processes = place.testLab.lab.target.endpoints.webs.map(({ http }) => createApiClient(http));
  const [one, other] = processes as [Ask, Ask];
  const { token, slug } = await createAuthor(one);
  let carried = String(
    (await one('PUT', `/articles/${slug}`, { token, json: { article: { description: 'first' } } })).headers[
      'causality-token'
    ],
  );
  const stale: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    const [writer, reader] = step % 2 === 0 ? [one, other] : [other, one];
    const json = { article: { description: `step ${step}` } };
    const headers = { 'Causality-Token': carried };
    const written = await writer('PUT', `/articles/${slug}`, { token, json, headers });
    t.is(written.status, 200);
    carried = String(written.headers['causality-token']);
    const read = await reader<ArticleBody>('GET', `/articles/${slug}`, { headers: { 'Causality-Token': carried } });
    if (read.body.article?.description !== `step ${step}`)
      stale.push(`${read.status} ${read.body.article?.description}`);
  }
  t.deepEqual(stale, []);
});

test.serial('one process alone is paused, and goes on', async (t) => {
  t.timeout(120_000);
  t.is((await runLab(['pause', 'web-2'])).exitCode, 0);
  await waitUntilWebIs(false, 'web-2');
  t.regex((await runLab(['status'])).stdout, /^web-2 +API .* paused$/m);
  t.is((await place.ask('GET', '/articles')).status, 200);
  t.regex((await runLab(['resume', 'web-2'])).stdout, /web-2 is ready and routed after/);
  t.regex((await runLab(['logs', 'web-2'])).stdout, /"msg":/);
});

test.serial('a web host that lab.json lists no more is ended, and the lab is as it was', async (t) => {
  const { exitCode, stdout, stderr } = await place.added.remove();
  t.is(exitCode, 0, stderr);
  t.is(processState(hostDir(place.testLab.lab.config.stateDir, { name: 'web-2' })), 'stopped');
  const { api } = (await useLab()).lab.target.endpoints;
  t.regex(stdout, new RegExp(`^web +API +http://${api.address}:${api.port} +ready$`, 'm'));
  t.notRegex(stdout, /web-2|web hosts routed/);
});

// HAProxy wrote down where its servers were when it was reloaded.
test.serial('a web host that comes back at another port is found there', async (t) => {
  t.timeout(120_000);
  place.added = await addWebHost({ http: 3003 });
  t.is(place.added.up.exitCode, 0, place.added.up.stderr);
  t.regex(place.added.up.stdout, /2 of 2 web hosts routed/);
  t.is((await place.added.remove()).exitCode, 0);
});
