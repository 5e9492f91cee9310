import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import test from 'ava';
import { answerBrokenRequest } from '../../../../api/http/broken-request.ts';

test('a request that was told it came too late is not done when the rest of it arrives', async (t) => {
  const bodies: string[] = [];
  const soon = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };
  const server = createServer(soon, async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
      bodies.push(Buffer.concat(chunks).toString());
      response.end();
    } catch {
      // The rest of the body did not come.
    }
  });
  server.on('clientError', answerBrokenRequest);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => void client.once('close', () => resolve()));
  client.write('POST / HTTP/1.1\r\nHost: api\r\nContent-Length: 8\r\n\r\nhalf');
  const [answer] = (await once(client, 'data')) as [Buffer];
  t.regex(answer.toString(), /^HTTP\/1\.1 408 /);
  client.end('rest');
  await closed;
  server.close();
  await once(server, 'close');
  t.deepEqual(bodies, []);
});
