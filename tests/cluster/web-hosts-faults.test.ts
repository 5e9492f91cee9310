import { randomUUID } from 'node:crypto';
import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from './support/command.ts';
import { countUnderWay, endAndStart, sendAllUsersTo, useTwoWebHosts, waitUntilWebIs } from './support/web-hosts.ts';
import { type Author, createAuthor, during, newName, repeat, unless, writeAndRead } from './support/web-load.ts';

interface CommentsBody {
  comments: { body: string }[];
}

const place = useTwoWebHosts(test);

test.serial('a process is killed under reads: none fails; HAProxy has it DOWN, and UP after start', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(place.ask)));
  const read = async (client: number) => {
    const author = client % 2 === 0 ? authors[client] : undefined;
    const { status } = await place.ask('GET', '/articles?limit=3', { token: author?.token });
    return unless(status === 200, `${status}`);
  };
  for (const name of ['web-2', 'web']) {
    const load = repeat(read);
    const { done, failures } = await during(load, async () => {
      const startedMs = performance.now();
      await place.testLab.kill(name);
      await waitUntilWebIs(false, name);
      t.log(`${name} is DOWN ${Math.round(performance.now() - startedMs)} ms after its death`);
      t.is((await runLab(['status'])).exitCode, 1);
      t.regex((await runLab(['start', name])).stdout, new RegExp(`${name} is ready and routed after`));
    });
    t.log(`${done} reads, ${failures.length} failed`);
    t.deepEqual(failures, []);
  }
});

test.serial('a process is killed under writes, keyed by their client or by HAProxy: each is done once', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(place.ask)));
  const acknowledged = authors.map(() => [] as string[]);
  let round = 0;
  const write = async (client: number, step: number) => {
    const { token = '', slug = '' } = authors[client] ?? {};
    const body = `${round}-${client}-${step}`;
    const headers: Record<string, string> = client % 2 === 0 ? { 'Idempotency-Key': randomUUID() } : {};
    const json = { comment: { body } };
    const { status } = await place.ask('POST', `/articles/${slug}/comments`, { token, json, headers });
    if (status === 200) acknowledged[client]?.push(body);
    return unless(status === 200, `${status}`);
  };
  for (const name of ['web', 'web-2']) {
    round += 1;
    const load = repeat((client, step) => write(client, step).catch((error) => unless(false, error.message)));
    const { done, failures } = await during(load, () => endAndStart(place.testLab, 'kill', name));
    t.log(`${done} writes, ${failures.length} failed`);
    t.deepEqual(failures, []);
  }
  for (const [client, { token, slug }] of authors.entries()) {
    const bodies = await listComments({ token, slug });
    t.is(new Set(bodies).size, bodies.length, `client ${client}: twice`);
    for (const each of acknowledged[client] ?? []) t.true(bodies.includes(each), `${each} is lost`);
  }
});

/** The texts of all comments of an article, page by page. */
async function listComments({ token, slug }: Author): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const path = `/articles/${slug}/comments?limit=100&offset=${bodies.length}`;
    const { body } = await place.ask<CommentsBody>('GET', path, { token });
    if (body.comments.length === 0) return bodies;
    bodies.push(...body.comments.map((comment) => comment.body));
  }
}

test.serial('what HAProxy answers itself is JSON like what the API answers', async (t) => {
  t.timeout(180_000);
  for (const name of ['web', 'web-2']) await place.testLab.kill(name);
  for (const name of ['web', 'web-2']) await waitUntilWebIs(false, name);
  const answer = await place.ask<{ errors: { message: string } }>('GET', '/articles');
  t.like(answer, { status: 503, headers: { 'content-type': 'application/json', 'retry-after': '1' } });
  t.regex(answer.body.errors.message, /^No API process takes requests at the moment/);
  await place.testLab.waitUntilWhole();
});

/** How a write may end that was on its way to a process that died. */
const cutOff = ['write: 502', 'socket hang up'];

const ends: [end: 'kill' | 'stop', title: string, mayEnd: string[]][] = [
  ['stop', 'a process is stopped under reads and writes, and none fails', []],
  ['kill', 'a process is killed under reads and writes, and the next one shows what it acknowledged', cutOff],
];

for (const [end, title, mayEnd] of ends) {
  test.serial(title, async (t) => {
    t.timeout(180_000);
    const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(place.ask)));
    for (const name of ['web', 'web-2']) {
      const load = repeat((client, step) => writeAndRead(place.ask, authors[client] as Author, `${name} ${step}`));
      const { done, failures } = await during(load, () => endAndStart(place.testLab, end, name));
      const wrong = failures.filter((failure) => !mayEnd.includes(failure));
      t.log(`${done} writes with a read after each, ${wrong.length} failed or stale`);
      t.deepEqual(wrong, []);
    }
  });
}

test.serial('what a process died over is asked again, but not what its own first try would refuse', async (t) => {
  t.timeout(180_000);
  t.teardown(() => sendAllUsersTo('web-1', 'web-2'));
  await sendAllUsersTo('web-1');
  const { token, slug } = await createAuthor(place.ask);
  const { body } = await place.ask<{ article: { updatedAt: string } }>('GET', `/articles/${slug}`, { token });
  await sendAllUsersTo('web-1', 'web-2');
  await place.testLab.pause('web');
  const write = (method: string, path: string, json: object) =>
    place.ask(method, path, { token, json }).then(
      ({ status }) => status,
      () => 'closed',
    );
  const repeated = [
    write('PUT', `/articles/${slug}`, { article: { description: 'again' } }),
    write('POST', `/articles/${slug}/comments`, { comment: { body: 'again' } }),
  ];
  const notRepeated = [
    write('PUT', `/articles/${slug}`, { article: { description: 'once', basedOn: body.article.updatedAt } }),
    write('POST', '/locks', { lock: { name: newName(), ttl: 15 } }),
  ];
  const areThere = async () => (await countUnderWay('web-1')) >= 4;
  await waitFor(areThere, { what: 'four requests at the process that is frozen', timeoutMs: 3_000, intervalMs: 20 });
  await place.testLab.kill('web');
  t.deepEqual(await Promise.all(repeated), [200, 200]);
  for (const outcome of await Promise.all(notRepeated)) t.true(outcome === 502 || outcome === 'closed', `${outcome}`);
});

test.serial('HAProxy reads its configuration anew under reads and writes, and none fails', async (t) => {
  t.timeout(180_000);
  const authors = await Promise.all(Array.from({ length: 8 }, () => createAuthor(place.ask)));
  const load = repeat((client, step) => writeAndRead(place.ask, authors[client] as Author, `reload ${step}`));
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
