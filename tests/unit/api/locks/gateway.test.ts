import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import { createGateway } from '../../../../api/locks/gateway.ts';

/** A program that takes questions, and answers them or breaks off. */
async function startNode({ answers }: { answers: boolean }) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (answers) response.end('{}');
    else response.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, count: () => asked, stop };
}

for (const together of [1, 2, 3, 4]) {
  test(`${together} at a time leave a node that gives no answer, and none comes back to it`, async (t) => {
    const [broken, sound] = [await startNode({ answers: false }), await startNode({ answers: true })];
    for (const node of [broken, sound]) t.teardown(node.stop);
    const gateway = createGateway({ nodes: [broken.url, sound.url], tryMs: 30_000, deadlineMs: 30_000 });
    const ask = () => Promise.all(Array.from({ length: together }, () => gateway.ask('/v3/kv/range', {})));
    await ask();
    await ask();
    t.is(broken.count(), together);
  });
}
