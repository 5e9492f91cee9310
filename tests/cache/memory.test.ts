import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { register } from '../cluster/support/api-client.ts';
import type { ApiProcess } from '../cluster/support/api-process.ts';
import { newName } from '../cluster/support/web-load.ts';
import { askPrimary, closePlace, openPlace, type Place, readCounts } from './support/profile.ts';

let place: Place;

test.before(async (t) => {
  place = await openPlace(t);
});

test.after.always(async () => {
  if (place) await closePlace(place);
});

const articles = 10_000;
const clients = 30;
/** Every so many-th article is written in a round. */
const writtenEvery = 5;
const mostCopies = 10_000;
const moreMb = 100;
/** Of the clients of this test; counts of logins live for longer than what was written. */
const fewKeys = 10;

const digits = `(${Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS n`).join(' UNION ALL ')})`;

/** Writes the articles with one statement, past the API. */
async function insertArticles({ testLab }: Place, { username, prefix }: { username: string; prefix: string }) {
  // The member that writes them has to know the user, and the others the articles.
  await testLab.waitUntilEqual();
  await testLab.rows(
    'mysql-1',
    `INSERT INTO realworld.articles (user_id, slug, title, description, body, created_at, updated_at)
     SELECT users.id, CONCAT('${prefix}-', number), 'x', '0', REPEAT('text ', 100), NOW(), NOW()
     FROM realworld.users JOIN (SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS number
       FROM ${digits} a, ${digits} b, ${digits} c, ${digits} d) numbers WHERE users.username = '${username}'`,
  );
  await testLab.waitUntilEqual();
}

/** Does the work for each article, many at a time; gives the answers that were not 200. */
async function forEachArticle(work: (number: number) => Promise<number[]>): Promise<number[]> {
  let next = 0;
  const bad: number[] = [];
  const run = async () => {
    for (let number = next++; number < articles; number = next++) {
      bad.push(...(await work(number)).filter((status) => status !== 200));
    }
  };
  await Promise.all(Array.from({ length: clients }, run));
  return bad;
}

async function readMemoryMb({ endpoint }: ApiProcess): Promise<number> {
  const text = await (await fetch(`http://${endpoint.address}:${endpoint.port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / 1024 / 1024;
}

test.serial('ten thousand articles that are read and written take no more memory each time', async (t) => {
  t.timeout(500_000);
  const [one, other] = place.processes;
  const [username, prefix] = [newName(), newName()];
  const { keys: before } = await askPrimary(place);
  const token = await register(one.ask, username);
  await insertArticles(place, { username, prefix });

  const churn = () =>
    forEachArticle(async (number) => {
      const path = `/articles/${prefix}-${number}`;
      const read = [(await one.ask('GET', path)).status, (await other.ask('GET', path)).status];
      if (number % writtenEvery > 0) return read;
      const json = { article: { description: String(number) } };
      return [...read, (await one.ask('PUT', path, { token, json })).status];
    });
  const memory: number[][] = [];
  for (let round = 0; round < 2; round += 1) {
    t.deepEqual(await churn(), []);
    const { usedBytes, keys } = await askPrimary(place);
    for (const process of place.processes) {
      const { copies = 0, topics = 0 } = await readCounts(process);
      t.true(copies <= mostCopies && topics <= 2 * mostCopies, `${copies} copies, ${topics} topics`);
    }
    memory.push([await readMemoryMb(one), await readMemoryMb(other), usedBytes / 1024 / 1024]);
    t.log(
      `round ${round + 1}: MB ${memory
        .at(-1)
        ?.map((mb) => mb.toFixed(0))
        .join(', ')}; ${keys} keys`,
    );
  }
  const [first = [], last = []] = memory;
  for (const [which, mb] of last.entries()) t.true(mb < (first[which] ?? 0) + moreMb, `${mb} MB after ${first[which]}`);
  t.true((last[2] ?? 0) < 64);

  // Nothing is read any more: copies end with their time, and so does what Valkey keeps of writes.
  await waitFor(
    async () => (await readCounts(one)).copies === 0 && (await askPrimary(place)).keys <= before + fewKeys,
    {
      what: 'copies and what Valkey keeps of writes to end',
      timeoutMs: 30_000,
    },
  );
  await place.testLab.rows('mysql-1', `DELETE FROM realworld.articles WHERE slug LIKE '${prefix}-%'`);
});
