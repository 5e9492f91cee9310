import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import { type ApiAnswer, createApiClient, createArticle, register } from './support/api-client.ts';
import { useLab } from './support/lab.ts';

test.beforeEach(async () => (await useLab()).waitUntilWhole());
test.after.always(async () => (await useLab()).waitUntilWhole());

const deadlineMs = 15_000;
const members = ['mysql-1', 'mysql-2', 'mysql-3'] as const;

test.serial(
  'with two of three killed writes get 503 in time, later ones at once, and all is well afterwards',
  async (t) => {
    t.timeout(300_000);
    const testLab = await useLab();
    const ask = createApiClient(testLab.lab.target.endpoints.api);
    const token = await register(ask, `outage-${Date.now()}`);
    const slug = await createArticle(ask, token, `Outage ${Date.now()}`);
    const comment = (body: string) => ask('POST', `/articles/${slug}/comments`, { token, json: { comment: { body } } });
    const refusals: [string, ApiAnswer<unknown>][] = [];
    const acknowledged: string[] = [];
    const write = async (body: string) => {
      const answer = await comment(body);
      if (answer.status === 200) acknowledged.push(body);
      else refusals.push([body, answer]);
      return answer;
    };

    await testLab.lab.target.stopCaretaker();
    await Promise.all([testLab.kill('mysql-1'), testLab.kill('mysql-2')]);
    await Promise.all(Array.from({ length: 20 }, (_, number) => write(`early ${number}`)));
    const latecomers: ApiAnswer<unknown>[] = [];
    for (let number = 0; number < 20; number += 1) latecomers.push(await write(`late ${number}`));

    for (const [body, { status, headers, tookMs, ...answer }] of refusals) {
      t.is(status, 503, body);
      t.regex(String(headers['retry-after']), /^\d+$/);
      t.truthy((answer.body as { errors?: unknown }).errors, 'in the shape of the contract');
      t.true(tookMs < deadlineMs + 1_000, `${body} took ${Math.round(tookMs)} ms`);
    }
    const slowest = Math.round(Math.max(...latecomers.map(({ tookMs }) => tookMs)));
    t.log(`${refusals.length} refused; late ones within ${slowest} ms`);
    t.true(slowest < 200, `a late write took ${slowest} ms`);
    t.is(
      (await ask('GET', `/articles/${slug}`)).status,
      503,
      'reads are refused, too: a member without a majority may be behind',
    );

    await testLab.waitUntilWhole();
    const returnedAtMs = Date.now();
    await waitFor(async () => (await write('afterwards')).status === 200, { what: 'a write', timeoutMs: 10_000 });
    t.log(`writes work ${Date.now() - returnedAtMs} ms after the lab was whole, by the same process`);
    await sleep(1_000);
    for (const member of members) {
      const sql = `SELECT comments.body, COUNT(*) AS n FROM ${testLab.lab.database}.comments
      JOIN ${testLab.lab.database}.articles ON articles.id = article_id WHERE slug = '${slug}' GROUP BY comments.body`;
      const rows = await testLab.rows<{ body: string; n: number }>(member, sql);
      const there = new Set(rows.map(({ body }) => body));
      t.deepEqual(
        acknowledged.filter((body) => !there.has(body)),
        [],
        `${member} has what was acknowledged`,
      );
      t.deepEqual(
        rows.filter(({ n }) => Number(n) !== 1),
        [],
        `${member} has no row twice`,
      );
    }
  },
);
