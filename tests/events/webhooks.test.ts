import anyTest, { type TestFn } from 'ava';
import { waitFor } from '../../scripts/waiting/wait.ts';
import type { TestLab } from '../cluster/support/lab.ts';
import { type Cast, enterWith } from './support/cast.ts';
import { ask, comment, count, speak, writeArticle } from './support/people.ts';
import { isSigned, type Receiver, startReceiver } from './support/receiver.ts';

interface Context extends Cast {
  slug: string;
}

interface Webhook {
  id: number;
  url: string;
  secret?: string;
}

interface Delivery {
  event: string;
  state: string;
  attempts: number;
  lastStatus: number | null;
  lastFailure: string | null;
  nextAttemptAt: string | null;
}

/** A test with the profile events, which sends to this machine. */
const test = anyTest.serial as TestFn<Context>;
const receivers: Receiver[] = [];

async function receive(answer: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  return receiver;
}

test.before('the profile events, an author with an article and a reader', async (t) => {
  t.timeout(600_000);
  process.env.LAB_WEBHOOK_PRIVATE = 'on';
  const cast = await enterWith({ author: 'hooked', reader: 'hooking' });
  t.context = { ...cast, slug: (await writeArticle(cast.lab, cast.author, 'Hooked')).slug };
});

test.after.always(async ({ context }) => {
  receivers.forEach((receiver) => void receiver.close());
  await context.place?.leave();
});

/** Registers a URL; it is gone after the test, for a user has five at most. */
async function register({ lab, author }: Context, url: string): Promise<Required<Webhook>> {
  const json = { webhook: { url } };
  const { status, body } = await speak(lab)<{ webhook: Required<Webhook> }>('POST', '/webhooks', {
    token: author.token,
    json,
  });
  if (status !== 200) throw new Error(`No webhook: ${status} ${JSON.stringify(body)}`);
  return body.webhook;
}

const remove = ({ lab, author }: Context, { id }: Webhook) =>
  speak(lab)('DELETE', `/webhooks/${id}`, { token: author.token });

async function listDeliveries({ lab, author }: Context, { id }: Webhook): Promise<Delivery[]> {
  const { body } = await speak(lab)<{ deliveries: Delivery[] }>('GET', `/webhooks/${id}/deliveries`, {
    token: author.token,
  });
  return body.deliveries;
}

/** Waits until the newest delivery of a webhook is as wanted. */
const untilDelivery = (context: Context, webhook: Webhook, wanted: (delivery: Delivery) => boolean) =>
  waitFor(
    async () => {
      const [newest] = await listDeliveries(context, webhook);
      return newest && wanted(newest) ? newest : undefined;
    },
    { what: 'the delivery', timeoutMs: 30_000 },
  );

/** What waits for its next attempt need wait no more. */
const moveClock = (lab: TestLab, { id }: Webhook) =>
  ask(lab, `UPDATE @webhook_deliveries SET next_attempt_at = NOW(3) WHERE webhook_id = ${id} AND claim = ''`);

const ok = (response: { end(): void }) => response.end();

test('a notification is sent once, signed with a secret that is shown once', async (t) => {
  const { lab, author, reader, slug } = t.context;
  const receiver = await receive(ok);
  const webhook = await register(t.context, receiver.url);
  t.regex(webhook.secret, /^[0-9a-f]{64}$/);
  const { body } = await speak(lab)<{ webhooks: Webhook[] }>('GET', '/webhooks', { token: author.token });
  t.deepEqual(
    body.webhooks.map(({ id, url, secret }) => ({ id, url, secret })),
    [{ id: webhook.id, url: receiver.url, secret: undefined }],
  );
  await comment(lab, reader, slug);
  const delivery = await untilDelivery(t.context, webhook, ({ state }) => state === 'delivered');
  t.like(delivery, { attempts: 1, lastStatus: 200, lastFailure: null, nextAttemptAt: null });
  const [received] = receiver.received;
  t.true(received && isSigned(received, webhook.secret));
  t.false(received && isSigned({ ...received, body: `${received.body} ` }, webhook.secret));
  const told = { kind: 'comment', event: delivery.event, actor: reader.name, article: { slug } };
  t.like(JSON.parse(received?.body ?? ''), told);
  t.is(receiver.received.length, 1);
  t.is((await speak(lab)('GET', `/webhooks/${webhook.id}/deliveries`, { token: reader.token })).status, 404);
  t.is((await speak(lab)('DELETE', `/webhooks/${webhook.id}`, { token: reader.token })).status, 404);
  t.is((await remove(t.context, webhook)).status, 200);
  const countLeft = () => count(lab, `SELECT COUNT(*) FROM @webhook_deliveries WHERE webhook_id = ${webhook.id}`);
  await waitFor(async () => (await countLeft()) === 0, { what: 'its deliveries to be removed', timeoutMs: 60_000 });
});

test('one that never answers, one that answers 500 and one that leads back to the lab hold up no other', async (t) => {
  t.timeout(120_000);
  const { lab, reader, slug } = t.context;
  const { address, port } = lab.lab.target.endpoints.api;
  const home = `http://${address}:${port}/api/articles`;
  const [silent, broken, leading, good] = [
    await receive(() => undefined),
    await receive((response) => response.writeHead(500).end()),
    await receive((response) => response.writeHead(307, { Location: home }).end()),
    await receive(ok),
  ];
  const webhooks = [];
  for (const { url } of [silent, broken, leading, good]) webhooks.push(await register(t.context, url));
  const [toSilent, toBroken, toLeading, toGood] = webhooks as [Webhook, Webhook, Webhook, Webhook];
  for (let written = 0; written < 10; written += 1) await comment(lab, reader, slug);
  const beganMs = performance.now();
  await waitFor(() => good.received.length === 10, { what: 'ten deliveries', timeoutMs: 30_000, intervalMs: 20 });
  t.true(performance.now() - beganMs < 9_000, 'no attempt at the silent one had ended');
  t.true(silent.received.length <= 4, 'of one webhook a worker sends two at a time');

  t.like(await untilDelivery(t.context, toBroken, ({ lastFailure }) => lastFailure !== null), {
    state: 'waiting',
    lastStatus: 500,
    lastFailure: 'answered 500',
  });
  t.like(await untilDelivery(t.context, toLeading, ({ lastFailure }) => lastFailure !== null), {
    state: 'waiting',
    lastStatus: 307,
    lastFailure: `a redirect to ${home}, which is not followed`,
  });
  const failed = await waitFor(
    async () => (await listDeliveries(t.context, toSilent)).find(({ lastFailure }) => lastFailure !== null),
    { what: 'the end of an attempt', timeoutMs: 30_000 },
  );
  t.like(failed, { state: 'waiting', lastStatus: null, lastFailure: 'no answer within 10 s' });
  t.is((await listDeliveries(t.context, toGood)).filter(({ state }) => state === 'delivered').length, 10);

  // The one that was broken is repaired.
  broken.server.removeAllListeners('request');
  broken.server.on('request', (_request, response) => response.end());
  await moveClock(lab, toBroken);
  const isRepaired = async () =>
    (await listDeliveries(t.context, toBroken)).every(({ state, attempts }) => state === 'delivered' && attempts >= 2);
  await waitFor(isRepaired, { what: 'the second attempts', timeoutMs: 30_000 });
  for (const webhook of webhooks) await remove(t.context, webhook);
});

/** Seconds after each failed attempt, as docs/webhooks.md tells them. */
const pausesS = [10, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400];

test('a delivery is given up after its last attempt, and a worker that dies over one leaves it to the other', async (t) => {
  t.timeout(180_000);
  const { lab, reader, slug } = t.context;
  const broken = await receive((response) => response.writeHead(503).end());
  const webhook = await register(t.context, broken.url);
  await comment(lab, reader, slug);
  for (let attempts = 1; attempts <= 11; attempts += 1) {
    await untilDelivery(
      t.context,
      webhook,
      (delivery) => delivery.attempts === attempts && delivery.lastStatus === 503,
    );
    await waitFor(async () => (await countClaimed(lab, webhook)) === 0, { what: 'its note', timeoutMs: 10_000 });
    const [noted] = await listDeliveries(t.context, webhook);
    const pauseS = (Date.parse(noted?.nextAttemptAt ?? '') - Date.now()) / 1_000;
    const toldS = pausesS[attempts - 1];
    if (toldS === undefined) t.is(noted?.nextAttemptAt, null);
    else t.true(pauseS <= toldS + 1 && pauseS > toldS - 8, `${pauseS} s after attempt ${attempts}`);
    await moveClock(lab, webhook);
  }
  t.like(await untilDelivery(t.context, webhook, ({ state }) => state === 'given up'), { attempts: 11 });
  t.is(broken.received.length, 11);
  await remove(t.context, webhook);

  const silent = await receive(() => undefined);
  const other = await register(t.context, silent.url);
  await comment(lab, reader, slug);
  await waitFor(() => silent.received.length === 1, { what: 'the first attempt', timeoutMs: 20_000, intervalMs: 10 });
  await lab.kill('consumer-1');
  await lab.kill('consumer-2');
  silent.server.removeAllListeners('request');
  silent.server.on('request', (_request, response) => response.end());
  await lab.start('consumer-2');
  t.is(await countClaimed(lab, other), 1);
  await ask(lab, `UPDATE @webhook_deliveries SET next_attempt_at = NOW(3) WHERE webhook_id = ${other.id}`);
  t.like(await untilDelivery(t.context, other, ({ state }) => state === 'delivered'), { attempts: 2 });
  await remove(t.context, other);
  await lab.waitUntilWhole();
});

const countClaimed = (lab: TestLab, { id }: Webhook) =>
  count(lab, `SELECT COUNT(*) FROM @webhook_deliveries WHERE webhook_id = ${id} AND claim <> ''`);

test('what is no address for HTTP is refused, and so is a sixth webhook', async (t) => {
  const { lab, author } = t.context;
  const post = (url: unknown) =>
    speak(lab)('POST', '/webhooks', { token: author.token, json: { webhook: { url } } }).then(({ status }) => status);
  for (const url of ['', 'no url', 'ftp://example.com/', 'http://user:pass@example.com/', 7])
    t.is(await post(url), 422);
  const webhooks = [];
  for (let made = 0; made < 5; made += 1) webhooks.push(await register(t.context, `https://example.com/${made}`));
  t.is(await post('https://example.com/sixth'), 422);
  for (const webhook of webhooks) await remove(t.context, webhook);
});
