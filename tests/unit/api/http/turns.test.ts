import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import Koa from 'koa';
import { createTurns } from '../../../../api/http/turns.ts';
import { waitFor } from '../../../../scripts/waiting/wait.ts';

const TOGETHER = 20;
const soon = { timeoutMs: 10_000, intervalMs: 5 };
const requests = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(TOGETHER);

/** A server whose requests are done when the test says so, and a client that has sent twenty of them on one connection. */
async function startPipeline(t: ExecutionContext) {
  const begun: (() => void)[] = [];
  const app = new Koa();
  app.use(createTurns() as never);
  app.use(async (context) => {
    await new Promise<void>((done) => begun.push(done));
    context.body = 'done';
  });
  const server = app.listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write(requests);
  const untilBegun = (count: number) =>
    waitFor(async () => begun.length === count, { what: `request ${count}`, ...soon });
  return { begun, client, server, untilBegun };
}

test('requests of one connection are begun one after the other, and all are answered', async (t) => {
  const { begun, client, untilBegun } = await startPipeline(t);
  let received = '';
  client.on('data', (bytes) => (received += bytes));
  for (let count = 1; count <= TOGETHER; count += 1) {
    await untilBegun(count);
    begun[count - 1]?.();
  }
  await waitFor(async () => received.split('HTTP/1.1 200').length === TOGETHER + 1, { what: 'every answer', ...soon });
  client.destroy();
  t.is(begun.length, TOGETHER);
});

test('once the client has left none of the others is begun', async (t) => {
  const { begun, client, server, untilBegun } = await startPipeline(t);
  await untilBegun(1);
  const left = once(server, 'close');
  client.destroy();
  server.close();
  await left;
  begun[0]?.();
  await new Promise((done) => setImmediate(done));
  t.is(begun.length, 1);
});
