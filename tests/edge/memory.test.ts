import { setTimeout as sleep } from 'node:timers/promises';
import { findHost } from '../../scripts/lab/open-lab.ts';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { runLab } from '../cluster/support/command.ts';
import { send } from './support/edge-client.ts';
import { marks, test } from './support/edge-test.ts';

test('an anonymous reader is at most a second behind, and a user not at all', async (t) => {
  const { place, author } = t.context;
  const path = `/api/articles/${author.slug}`;
  const statuses: unknown[] = [];
  for (let round = 0; round < 6; round += 1) {
    await send(place, path);
    const description = `round ${round}`;
    const { token } = author;
    t.is((await send(place, path, { method: 'PUT', token, json: { article: { description } } })).status, 200);
    t.is((await send(place, path, { token })).body.article.description, description);
    const changedMs = performance.now();
    while (performance.now() - changedMs < 1_000) {
      statuses.push((await send(place, path)).headers['cache-status']);
      await sleep(150);
    }
    t.is((await send(place, path)).body.article.description, description);
  }
  t.true(statuses.includes('edge; hit'));
});

test('what the edge keeps for a second goes only to those who ask the same without a token', async (t) => {
  const { place, author } = t.context;
  const path = `/api/articles/${author.slug}`;
  const askHow = async (options = {}) => String((await send(place, path, options)).headers['cache-status']);
  await waitFor(async () => (await askHow()) === 'edge; hit', { what: 'an answer that was kept', timeoutMs: 10_000 });
  const others = [
    { token: author.token },
    { headers: { Cookie: 'causality=any' } },
    { headers: { 'Causality-Token': 'any' } },
    { headers: { Accept: `application/json, text/${marks}` } },
    { headers: { Host: `other.test:${place.port}` } },
  ];
  for (const other of others) t.not(await askHow(other), 'edge; hit', JSON.stringify(other));
});

test('no request is lost while the edge and the cdn hosts are reloaded, or one of these is killed', async (t) => {
  const { place, lab, author } = t.context;
  const end = new AbortController();
  const wrong: string[] = [];
  let answered = 0;
  const ask = async (number: number) => {
    while (!end.signal.aborted) {
      const options = number % 2 ? { token: author.token } : {};
      // Its own address each time: the edge has no answer kept for it.
      const path = `/api/articles?limit=2&n=${number}.${performance.now()}`;
      const answer = await send(place, path, options).catch((error: Error) => error);
      if ('status' in answer && answer.status === 200) answered += 1;
      else wrong.push('status' in answer ? `${answer.status} ${answer.text}` : String(answer));
      await sleep(20);
    }
  };
  const clients = [1, 2, 3, 4].map(ask);
  const { target } = lab.lab;
  for (const name of ['edge', 'cdn-1', 'cdn-2', 'edge']) {
    const before = answered;
    await target.reload(findHost(lab.lab, name));
    await waitFor(() => answered > before + 20, { what: 'more answers', timeoutMs: 20_000 });
  }
  await lab.kill('cdn-1');
  const killedAt = answered;
  await waitFor(() => answered > killedAt + 20, { what: 'more answers', timeoutMs: 20_000 });
  await lab.start('cdn-1');
  end.abort();
  await Promise.all(clients);
  t.deepEqual(wrong, []);
});

test('with no member left a reader gets old pages that say so, and a writer is told when to come again', async (t) => {
  t.timeout(240_000);
  const { place, lab, author } = t.context;
  const paths = ['/api/articles', `/api/articles/${author.slug}`];
  // The edge gives an URL to another cdn host when one that was away is back.
  await lab.waitUntilWhole();
  // Each page is noted by the cdn host that its URL has now; the edge may still know it from another.
  const isNoted = async (path: string) => /^cdn-/.test(String((await send(place, path)).headers['cache-status']));
  for (const path of paths) await waitFor(() => isNoted(path), { what: `${path} of a cdn host`, timeoutMs: 10_000 });
  await Promise.all(['mysql-1', 'mysql-2', 'mysql-3'].map(lab.kill));
  const writing = send(place, `/api/articles/${author.slug}/comments`, {
    method: 'POST',
    token: author.token,
    json: { comment: { body: 'now' } },
  });
  const isOld = async (path: string) => {
    const { status, headers, text } = await send(place, path);
    t.is(status, 200, text);
    return /; hit; detail=stale$/.test(String(headers['cache-status'])) && Number(headers.age) >= 1;
  };
  for (const path of paths) await waitFor(() => isOld(path), { what: `an old ${path}`, timeoutMs: 30_000 });
  t.is((await send(place, '/')).status, 200);
  const { status, headers, body } = await writing;
  t.is(status, 503);
  t.truthy(headers['retry-after']);
  t.truthy(body.errors);
  const recovered = await runLab(['recover']);
  t.is(recovered.exitCode, 0, recovered.stderr);
  const isFresh = async () =>
    /fwd=uri-miss$/.test(String((await send(place, '/api/articles')).headers['cache-status']));
  await waitFor(isFresh, { what: 'a fresh list', timeoutMs: 30_000 });
});
