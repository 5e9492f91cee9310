import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { followValkey } from '../../api/cache/follow-valkey.ts';
import { passwordOf } from '../../roles/valkey/configuration.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { Ask } from '../cluster/support/api-client.ts';
import type { ApiProcess } from '../cluster/support/api-process.ts';
import { runLab } from '../cluster/support/command.ts';
import { openSession } from '../cluster/support/routing.ts';
import { type ArticleBody, createAuthor, writeAndRead } from '../cluster/support/web-load.ts';
import {
  askPrimary,
  closePlace,
  fillMemory,
  namePrimary,
  openPlace,
  type Place,
  readCounts,
  waitUntilKept,
} from './support/profile.ts';

let place: Place;

test.before(async (t) => {
  place = await openPlace(t);
});

test.after.always(async () => {
  if (place) await closePlace(place);
});

const write = (ask: Ask, { slug, token }: { slug: string; token: string }, description: string, carried?: string) =>
  ask('PUT', `/articles/${slug}`, {
    token,
    json: { article: { description } },
    ...(carried && { headers: { 'Causality-Token': carried } }),
  });

async function read(ask: Ask, slug: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, body } = await ask<ArticleBody>('GET', `/articles/${slug}`, { headers });
  return status === 200 ? body.article.description : `status ${status}`;
}

const hits = async (process: ApiProcess) => (await readCounts(process)).hit ?? 0;

test.serial(
  'what is read again is served from a copy, and what the process itself writes is seen at once',
  async (t) => {
    const [one] = place.processes;
    const author = await createAuthor(one.ask);
    const before = await hits(one);
    for (let turn = 0; turn < 10; turn += 1) await read(one.ask, author.slug);
    t.true((await hits(one)) - before >= 5, `${(await hits(one)) - before} hits`);
    const failures: (string | undefined)[] = [];
    for (let step = 0; step < 50; step += 1) failures.push(await writeAndRead(one.ask, author, `step ${step}`));
    t.deepEqual(failures.filter(Boolean), []);
  },
);

test.serial('readers with a token see what is theirs, whatever is kept', async (t) => {
  const [one] = place.processes;
  const [author, reader] = [await createAuthor(one.ask), await createAuthor(one.ask)];
  const look = async (token?: string) => {
    const options = token === undefined ? {} : { token };
    const { body } = await one.ask<{
      article: { favorited: boolean; favoritesCount: number; author: { username: string } };
    }>('GET', `/articles/${author.slug}`, options);
    return body.article;
  };
  await look();
  const { token } = reader;
  await one.ask('POST', `/articles/${author.slug}/favorite`, { token });
  t.like(await look(token), { favorited: true, favoritesCount: 1 });
  t.like(await look(), { favorited: false, favoritesCount: 1 });
  const name = (await look()).author.username;
  await one.ask('POST', `/profiles/${name}/follow`, { token });
  t.like(await look(token), { author: { following: true } });
  const { body: list } = await one.ask<{ articles: { slug: string; favorited: boolean; author: object }[] }>(
    'GET',
    `/articles?author=${name}`,
    { token },
  );
  t.like(list.articles[0], { slug: author.slug, favorited: true, author: { following: true } });
  const { body: profile } = await one.ask<{ profile: object }>('GET', `/profiles/${name}`, { token });
  t.like(profile.profile, { following: true });
});

test.serial('what one process writes another one shows within a moment, by the word of Valkey', async (t) => {
  const [one, other] = place.processes;
  const author = await createAuthor(one.ask);
  const took: number[] = [];
  for (let step = 0; step < 20; step += 1) {
    await read(other.ask, author.slug);
    await write(one.ask, author, `word ${step}`);
    const writtenMs = performance.now();
    await waitFor(async () => (await read(other.ask, author.slug)) === `word ${step}`, {
      what: 'the other process to show it',
      timeoutMs: 5_000,
      intervalMs: 1,
    });
    took.push(performance.now() - writtenMs);
  }
  took.sort((a, b) => a - b);
  t.log(`half within ${took[10]?.toFixed(1)} ms, all within ${took[19]?.toFixed(1)} ms`);
  t.true((took[10] ?? 0) < 400, 'most are not left to the end of the copies');
});

test.serial(
  'who carries a token sees each own write at the other process, whatever Valkey says and a member lags',
  async (t) => {
    t.timeout(120_000);
    const [one, other] = place.processes;
    const author = await createAuthor(one.ask);
    const lock = await openSession(place.testLab, 'mysql-3');
    t.teardown(() => lock.end());
    await lock.query('LOCK TABLES realworld.articles READ');
    let carried = '';
    const stale: string[] = [];
    for (let step = 0; step < 8; step += 1) {
      const [writer, reader] = step % 2 === 0 ? [one, other] : [other, one];
      await read(reader.ask, author.slug);
      carried = String((await write(writer.ask, author, `step ${step}`, carried)).headers['causality-token']);
      for (let turn = 0; turn < 3; turn += 1) {
        const seen = await read(reader.ask, author.slug, { 'Causality-Token': carried });
        if (seen !== `step ${step}`) stale.push(`${seen}, not step ${step}`);
      }
    }
    t.deepEqual(stale, []);
  },
);

test.serial(
  'while the primary is frozen no request waits long, writes are seen within a second, and copies come back',
  async (t) => {
    t.timeout(120_000);
    const [one, other] = place.processes;
    const author = await createAuthor(one.ask);
    const primary = await namePrimary(place);
    await read(other.ask, author.slug);
    await place.testLab.pause(primary);
    const slow: number[] = [];
    const late: string[] = [];
    for (let step = 0; step < 10; step += 1) {
      const beganMs = performance.now();
      await write(one.ask, author, `frozen ${step}`);
      const own = await read(one.ask, author.slug);
      slow.push(performance.now() - beganMs);
      await sleep(1_000);
      const seen = await read(other.ask, author.slug);
      for (const each of [own, seen]) if (each !== `frozen ${step}`) late.push(`${each}, not frozen ${step}`);
    }
    t.log(`the slowest write and read took ${Math.max(...slow).toFixed(0)} ms`);
    t.deepEqual(late, []);
    await place.testLab.resume(primary);
    for (const process of place.processes) await waitUntilKept(process, true);
  },
);

test.serial('a connection that is ended while its primary is looked for never comes', async (t) => {
  const { view } = place.testLab.lab.target;
  const heard: string[] = [];
  const end = followValkey({
    sentinels: view.hostsOf('sentinel').map((host) => view.at(host, 'sentinel')),
    password: passwordOf(view),
    onUp: () => heard.push('up'),
    onDown: (reason) => heard.push(reason),
    onTouched: () => undefined,
  });
  end();
  await waitFor(async () => heard.includes('ended'), { what: 'the end', timeoutMs: 10_000 });
  t.false(heard.includes('up'));
});

test.serial('a memory that is full evicts, and no request fails', async (t) => {
  t.timeout(120_000);
  const [one, other] = place.processes;
  const author = await createAuthor(one.ask);
  await fillMemory(place);
  for (let step = 0; step < 20; step += 1) {
    t.is((await write(one.ask, author, `full ${step}`)).status, 200);
    t.is(await read(one.ask, author.slug), `full ${step}`);
  }
  await waitFor(async () => (await read(other.ask, author.slug)) === 'full 19', { what: 'the last', timeoutMs: 1_500 });
  const { evicted, usedBytes } = await askPrimary(place);
  t.true(evicted > 0 && usedBytes < 100 * 1024 * 1024, `${evicted} evicted, ${usedBytes} bytes`);
});

test.serial('copies without their safety show clients less than they have written, and with it never', async (t) => {
  t.timeout(180_000);
  const { exitCode, stdout, stderr } = await runLab(['demo', 'stale']);
  t.is(exitCode, 0, `${stdout}${stderr}`);
  t.regex(stdout, /^of them showed an older text +[1-9]\d* +0$/m);
});

test.serial('without the profile nothing is kept, and no process was started for that', async (t) => {
  const [one] = place.processes;
  t.is((await runLab(['remove', 'cache'])).exitCode, 0);
  await waitFor(async () => (await readCounts(one)).connected === undefined, {
    what: 'the process to know of no Valkey',
    timeoutMs: 10_000,
  });
  const author = await createAuthor(one.ask);
  t.is(await writeAndRead(one.ask, author, 'without'), undefined);
  t.is((await runLab(['add', 'cache'])).exitCode, 0);
  await waitUntilKept(one, true);
});
