import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { Wire } from '../../../../../api/database/connections/wire.ts';

/** A wire to a server that accepts connections, does this with each, and says nothing. */
async function openWire(t: ExecutionContext, treat: (socket: Socket) => void) {
  const server = createServer((socket) => treat(socket.on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const wire = new Wire({ host: '127.0.0.1', port, user: 'user', password: 'secret', database: 'none' });
  t.teardown(() => wire.destroy(new Error('the test is over')));
  return wire;
}

/** What came of the wire's first packet and of one more, and what its owner heard of its end. */
async function describeEnd(wire: Wire) {
  const losses: string[] = [];
  wire.onLost = ({ message }) => losses.push(message);
  const send = () => wire.send(['SELECT 1'], 1_000).catch(({ code }) => code);
  return { answers: [await send(), await send()], losses };
}

const ends: Record<string, (socket: Socket) => void> = {
  'a server that ends the connection': (socket) => void socket.end(),
  'a server that resets the connection': (socket) => void socket.resetAndDestroy(),
};

for (const [title, treat] of Object.entries(ends)) {
  test(`${title} fails the packet under way once, and every later one as never sent`, async (t) => {
    const { answers, losses } = await describeEnd(await openWire(t, treat));
    t.regex(answers[0], /^(?:PROTOCOL_CONNECTION_LOST|ECONNRESET)$/);
    t.is(answers[1], 'CONNECTION_CLOSED');
    t.is(losses.length, 1);
  });
}

test('a server that says nothing is given up', async (t) => {
  const { answers, losses } = await describeEnd(await openWire(t, () => undefined));
  t.deepEqual(answers, ['ETIMEDOUT', 'CONNECTION_CLOSED']);
  t.is(losses.length, 1);
});

test('a wire that its owner gives up fails the packet under way with that reason', async (t) => {
  const wire = await openWire(t, () => wire.destroy(Object.assign(new Error('no use'), { code: 'GIVEN_UP' })));
  t.deepEqual(await describeEnd(wire), { answers: ['GIVEN_UP', 'CONNECTION_CLOSED'], losses: ['no use'] });
});
