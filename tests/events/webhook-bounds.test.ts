import anyTest, { type TestFn } from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { type Cast, enterWith } from './support/cast.ts';
import { ask, comment, count, type Person, speak, writeArticle } from './support/people.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';

interface Context extends Cast {
  slug: string;
  good: Receiver;
  silent: Receiver;
}

/** A test with the profile events, which sends to this machine. */
const test = anyTest.serial as TestFn<Context>;

test.before('the profile events, people, a receiver that answers and one that never does', async (t) => {
  t.timeout(600_000);
  process.env.LAB_WEBHOOK_PRIVATE = 'on';
  const cast = await enterWith({ author: 'bounded', reader: 'bounding' });
  const { slug } = await writeArticle(cast.lab, cast.author, 'Bounded');
  const [good, silent] = [await startReceiver((response) => response.end()), await startReceiver(() => undefined)];
  t.context = { ...cast, slug, good, silent };
});

test.after.always(async ({ context: { place, good, silent } }) => {
  good?.close();
  silent?.close();
  await place?.leave();
});

async function register({ lab, author }: Context, url: string): Promise<{ status: number; id: number }> {
  const json = { webhook: { url } };
  const { status, body } = await speak(lab)<{ webhook?: { id: number } }>('POST', '/webhooks', {
    token: author.token,
    json,
  });
  return { status, id: body.webhook?.id ?? 0 };
}

const remove = ({ lab, author }: Context, id: number) =>
  speak(lab)('DELETE', `/webhooks/${id}`, { token: author.token }).then(({ status }) => status);

/** Deliveries that failed once, to each webhook of a user; they are due in so many hours. */
const addFailed = (lab: TestLab, { id }: Person, { each, dueHours }: { each: number; dueHours: number }) =>
  ask(
    lab,
    `INSERT INTO @webhook_deliveries (webhook_id, event_key, version, body, state, attempts, next_attempt_at, created_at)
     WITH RECURSIVE place (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM place WHERE number < ${each})
     SELECT w.id, 'article:0', number, '{"kind": "comment"}', 'waiting', 1, NOW(3) + INTERVAL ${dueHours} HOUR, NOW(3)
       FROM place JOIN @webhooks w ON w.user_id = ${id}`,
  );

test('of webhooks that are made at once a user has five', async (t) => {
  const { lab, author } = t.context;
  const url = 'https://example.com/told';
  const made = await Promise.all(Array.from({ length: 50 }, () => register(t.context, url)));
  const [accepted, refused] = [200, 422].map((wanted) => made.filter(({ status }) => status === wanted));
  t.deepEqual([accepted?.length, refused?.length], [5, 45]);
  t.is(await count(lab, `SELECT COUNT(*) FROM @webhooks WHERE user_id = ${author.id}`), 5);
  t.is(new Set(accepted?.map(({ id }) => id)).size, 5);
  for (const { id } of accepted ?? []) t.is(await remove(t.context, id), 200);
  const again = await register(t.context, url);
  t.is(again.status, 200);
  await remove(t.context, again.id);
});

test('where many wait for a webhook the next is noted as given up, and all go with the webhook', async (t) => {
  const { lab, author, reader, slug, silent } = t.context;
  const { id } = await register(t.context, silent.url);
  await addFailed(lab, author, { each: 1_000, dueHours: 1 });
  const where = `FROM @webhook_deliveries WHERE webhook_id = ${id}`;
  // A consumer whose member has not the thousand yet still sends.
  const writeAndFind = async () => {
    await comment(lab, reader, slug);
    return (await ask<object>(lab, `SELECT attempts, last_failure ${where} AND state = 'given up'`))[0];
  };
  const noted = await waitFor(writeAndFind, { what: 'the next delivery', timeoutMs: 30_000, intervalMs: 500 });
  t.deepEqual(noted, { attempts: 0, last_failure: 'not sent: 1000 others waited' });
  t.is(await remove(t.context, id), 200);
  const areGone = async () => (await count(lab, `SELECT COUNT(*) ${where}`)) === 0;
  await waitFor(areGone, { what: 'its deliveries to be removed', timeoutMs: 60_000 });
});

test('first attempts start while many that failed before are due', async (t) => {
  t.timeout(120_000);
  const { lab, reader, slug, good, silent } = t.context;
  const rows = Array.from({ length: 40 }, () => `(${reader.id}, '${silent.url}', 'secret', NOW(3))`);
  await ask(lab, `INSERT INTO @webhooks (user_id, url, secret, created_at) VALUES ${rows.join(', ')}`);
  await addFailed(lab, reader, { each: 30, dueHours: -1 });
  await waitFor(() => silent.received.length >= 64, { what: 'places to be taken', timeoutMs: 30_000, intervalMs: 20 });
  const { id } = await register(t.context, good.url);
  await comment(lab, reader, slug);
  // All 1,200 that are due take 32 at a time for 10 s each.
  await waitFor(() => good.received.length === 1, { what: 'the first attempt', timeoutMs: 30_000 });
  t.true(
    (await count(lab, "SELECT COUNT(*) FROM @webhook_deliveries WHERE event_key = 'article:0' AND attempts = 1")) > 256,
  );
  await ask(lab, `DELETE FROM @webhooks WHERE user_id = ${reader.id} OR id = ${id}`);
  const areGone = async () =>
    (await count(lab, `SELECT COUNT(*) FROM @webhook_deliveries WHERE event_key = 'article:0'`)) === 0;
  await waitFor(areGone, { what: 'deliveries without a webhook to be removed', timeoutMs: 60_000 });
});
