import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import type { ClientRequest } from '../../../../chaos/history.ts';
import { createClient } from '../../../../chaos/load/client.ts';
import { createHttpClient } from '../../../../chaos/load/http-client.ts';
import { startLoad } from '../../../../chaos/load/load.ts';
import { createRandom } from '../../../../chaos/load/random.ts';
import { traitsOf } from '../../../../chaos/load/request-types.ts';

const anything = JSON.stringify({
  article: { slug: 'slug', title: '', description: '', favorited: false, favoritesCount: 0 },
  comment: { id: 1 },
  profile: { following: false },
  user: { token: 'fresh' },
  articles: [],
  comments: [],
});

/** Loads a service that answers after a while. */
async function loadFor(seconds: number, answerAfterMs: () => number) {
  const server = createServer((_, response) => void setTimeout(() => response.end(anything), answerAfterMs()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const http = createHttpClient({ address: '127.0.0.1', port }, { timeoutMs: 5_000 });
  const clients = Array.from({ length: 4 }, (_, n) => createClient(n, { username: `user-${n}`, token: '' }));
  const requests: ClientRequest[] = [];
  const record = (request: ClientRequest) => void requests.push(request);
  const startedMs = performance.now();
  const nowMs = () => performance.now() - startedMs;
  const load = await startLoad({ clients, http, run: 'r', random: createRandom(1), ratePerSecond: 100, nowMs, record });
  await sleep(seconds * 1_000);
  await load.stop();
  http.close();
  server.close();
  return requests.filter(({ id }) => id >= clients.length);
}

test('requests arrive at the rate, however slow the answers are', async (t) => {
  const requests = await loadFor(1, () => 150);
  const due = requests.map(({ dueMs }) => dueMs).toSorted((a, b) => a - b);
  const steps = due.slice(1).map((dueMs, index) => Math.round(dueMs - (due[index] ?? 0)));
  t.deepEqual(new Set(steps), new Set([1_000 / 100]));
  t.true(requests.length >= 90, `${requests.length}`);
});

test('a request that had to wait is counted from when it was due', async (t) => {
  const requests = await loadFor(1, () => 600);
  const waited = requests.filter(({ dueMs, sentMs }) => sentMs - dueMs > 200);
  t.true(waited.length > 10, `${waited.length} waited`);
  t.true(waited.every(({ dueMs, sentMs, endedMs }) => dueMs < sentMs && sentMs <= endedMs));
});

test('a client does one thing at a time to each of its own things', async (t) => {
  const requests = await loadFor(1, () => 20 + Math.random() * 100);
  const resources: Partial<Record<ClientRequest['route'], string>> = {
    'article:update': traitsOf('change article').resource,
    'comment:create': traitsOf('comment').resource,
    'comment:delete': traitsOf('comment').resource,
    'comment:list': traitsOf('list comments').resource,
    favorite: traitsOf('toggle favorite').resource,
    unfavorite: traitsOf('toggle favorite').resource,
  };
  for (const one of requests) {
    const overlapping = requests.filter(
      (other) =>
        other !== one &&
        other.client === one.client &&
        resources[one.route] !== undefined &&
        resources[other.route] === resources[one.route] &&
        other.sentMs < one.endedMs &&
        one.sentMs < other.endedMs,
    );
    t.deepEqual(overlapping, []);
  }
});
