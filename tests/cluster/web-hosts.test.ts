import { randomUUID } from 'node:crypto';
import test from 'ava';
import { processState } from '../../scripts/targets/local/host-process.ts';
import { hostDir } from '../../scripts/targets/local/layout.ts';
import { type Ask, createApiClient, register } from './support/api-client.ts';
import { runLab } from './support/command.ts';
import { type TestLab, useLab } from './support/lab.ts';
import { addWebHost, countUsers, waitUntilWebIs } from './support/web-hosts.ts';
import {
  type ArticleBody,
  type Author,
  createAuthor,
  during,
  newName,
  repeat,
  unless,
  writeAndRead,
} from './support/web-load.ts';

interface CommentsBody {
  comments: { body: string }[];
}

let added: Awaited<ReturnType<typeof addWebHost>>;
let testLab: TestLab;
let ask: Ask;

test.before(async () => {
  await (await useLab()).waitUntilWhole();
  added = await addWebHost();
  testLab = await useLab();
  ask = createApiClient(testLab.lab.target.endpoints.api);
});
test.beforeEach(async () => testLab.waitUntilWhole());
test.after.always(async () => {
  if (process.env.LAB_FILE === added?.path) await added.remove();
  await (await useLab()).waitUntilWhole();
});

test.serial('a lab with two web hosts comes up, and shows both and the one address for them', async (t) => {
  t.is(added.up.exitCode, 0, added.up.stderr);
  const { api, webs } = testLab.lab.target.endpoints;
  const url = `http://${api.address}:${api.port}`;
  for (const text of [added.up.stdout, (await runLab(['status'])).stdout]) {
    t.true(text.includes(`API      ${url}/, login`), text);
    t.regex(text, new RegExp(`^haproxy +API +${url} +2 of 2 web hosts routed$`, 'm'));
    for (const { name, http } of webs) {
      t.regex(text, new RegExp(`^${name} +API +http://${http.address}:${http.port} +ready, routed$`, 'm'));
    }
  }
  const { status } = await ask('GET', '/articles');
  t.is(status, 200);
});

test.serial('a user without cookie and token sees each own write at once', async (t) => {
  const author = await createAuthor(ask);
  const failures: string[] = [];
  for (let step = 0; step < 200; step += 1) {
    const failure = await writeAndRead(ask, author, `step ${step}`);
    if (failure) failures.push(failure);
  }
  t.deepEqual(failures, []);
});

test.serial('who has just registered is known to the next request, and can log in', async (t) => {
  t.timeout(120_000);
  const failures: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    const name = newName();
    const token = await register(ask, name);
    const asked = await ask('GET', '/user', { token });
    const login = { user: { email: `${name}@example.com`, password: 'secret' } };
    const loggedIn = await ask('POST', '/users/login', { json: login });
    if (asked.status !== 200 || loggedIn.status !== 200) failures.push(`${asked.status}, ${loggedIn.status}`);
  }
  t.deepEqual(failures, []);
  const users = await countUsers();
  t.log(users);
  const share = (users['web-1'] ?? 0) / ((users['web-1'] ?? 0) + (users['web-2'] ?? 0));
  t.true(share > 0.4 && share < 0.6, `new users are dealt out in turns: ${JSON.stringify(users)}`);
});

test.serial('with the Causality-Token each process shows what the other one wrote', async (t) => {
  const processes = testLab.lab.target.endpoints.webs.map(({ http }) => createApiClient(http));
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

test.serial('a process is killed under reads: none fails; HAProxy has it DOWN, and UP after start', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(ask)));
  const read = async (client: number) => {
    const author = client % 2 === 0 ? authors[client] : undefined;
    const { status } = await ask('GET', '/articles?limit=3', { token: author?.token });
    return unless(status === 200, `${status}`);
  };
  for (const name of ['web-2', 'web']) {
    const load = repeat(read);
    const { done, failures } = await during(load, async () => {
      const startedMs = performance.now();
      await testLab.kill(name);
      await waitUntilWebIs(false, name);
      t.log(`${name} is DOWN ${Math.round(performance.now() - startedMs)} ms after its death`);
      t.is((await runLab(['status'])).exitCode, 1);
      t.regex((await runLab(['start', name])).stdout, new RegExp(`${name} is ready and routed after`));
    });
    t.log(`${done} reads, ${failures.length} failed`);
    t.deepEqual(failures, []);
  }
});

test.serial(
  'a process is killed under writes: those with a key are done once, those without never twice',
  async (t) => {
    t.timeout(180_000);
    const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(ask)));
    const acknowledged = authors.map(() => [] as string[]);
    let round = 0;
    const write = async (client: number, step: number) => {
      const { token = '', slug = '' } = authors[client] ?? {};
      const isKeyed = client % 2 === 0;
      const body = `${round}-${client}-${step}`;
      const headers: Record<string, string> = isKeyed ? { 'Idempotency-Key': randomUUID() } : {};
      const json = { comment: { body } };
      const { status } = await ask('POST', `/articles/${slug}/comments`, { token, json, headers });
      if (status === 200) acknowledged[client]?.push(body);
      return unless(status === 200 || !isKeyed, `${status} with a key`);
    };
    for (const name of ['web', 'web-2']) {
      round += 1;
      const load = repeat((client, step) =>
        write(client, step).catch((error) => unless(client % 2 === 1, error.message)),
      );
      const { done, failures } = await during(load, async () => {
        await testLab.kill(name);
        await waitUntilWebIs(false, name);
        await testLab.start(name);
        await waitUntilWebIs(true, name);
      });
      t.log(`${done} writes, ${failures.length} of those with a key failed`);
      t.deepEqual(failures, []);
    }
    for (const [client, { token, slug }] of authors.entries()) {
      const { body } = await ask<CommentsBody>('GET', `/articles/${slug}/comments`, { token });
      const bodies = body.comments.map((comment) => comment.body);
      t.is(new Set(bodies).size, bodies.length, `client ${client}: twice`);
      for (const each of acknowledged[client] ?? []) t.true(bodies.includes(each), `${each} is lost`);
    }
  },
);

/** Ends the process in good order, and brings it back. */
async function stopAndStart(name: string) {
  await testLab.stop(name);
  await waitUntilWebIs(false, name);
  await testLab.start(name);
  await waitUntilWebIs(true, name);
}

test.serial('a process is stopped under reads and writes, and none fails', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(ask)));
  for (const name of ['web', 'web-2']) {
    const load = repeat((client, step) => writeAndRead(ask, authors[client] as Author, `${name} ${step}`));
    const { done, failures } = await during(load, () => stopAndStart(name));
    t.log(`${done} writes with a read after each, ${failures.length} failed or stale`);
    t.deepEqual(failures, []);
  }
});

test.serial('HAProxy reads its configuration anew under reads and writes, and none fails', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(ask)));
  const load = repeat((client, step) => writeAndRead(ask, authors[client] as Author, `reload ${step}`));
  const { done, failures } = await during(load, async () => {
    for (let time = 0; time < 3; time += 1) {
      const { exitCode, stdout, stderr } = await runLab(['reload', 'haproxy']);
      t.is(exitCode, 0, stdout + stderr);
    }
  });
  t.log(`${done} writes with a read after each, ${failures.length} failed or stale`);
  t.deepEqual(failures, []);
  for (const name of ['web', 'web-2']) await waitUntilWebIs(true, name);
});

test.serial('one process alone is paused, and goes on', async (t) => {
  t.timeout(120_000);
  t.is((await runLab(['pause', 'web-2'])).exitCode, 0);
  await waitUntilWebIs(false, 'web-2');
  t.regex((await runLab(['status'])).stdout, /^web-2 +API .* paused$/m);
  t.is((await ask('GET', '/articles')).status, 200);
  t.regex((await runLab(['resume', 'web-2'])).stdout, /web-2 is ready and routed after/);
  t.regex((await runLab(['logs', 'web-2'])).stdout, /"msg":/);
});

test.serial('a web host that lab.json lists no more is ended, and the lab is as it was', async (t) => {
  const { exitCode, stdout, stderr } = await added.remove();
  t.is(exitCode, 0, stderr);
  t.is(processState(hostDir(testLab.lab.config.stateDir, { name: 'web-2' })), 'stopped');
  testLab = await useLab();
  const { api } = testLab.lab.target.endpoints;
  t.regex(stdout, new RegExp(`^web +API +http://${api.address}:${api.port} +ready$`, 'm'));
  t.notRegex(stdout, /web-2|web hosts routed/);
});

// HAProxy wrote down where its servers were when it was reloaded.
test.serial('a web host that comes back at another port is found there', async (t) => {
  t.timeout(120_000);
  added = await addWebHost({ http: 3003 });
  t.is(added.up.exitCode, 0, added.up.stderr);
  t.regex(added.up.stdout, /2 of 2 web hosts routed/);
  t.is((await added.remove()).exitCode, 0);
});
