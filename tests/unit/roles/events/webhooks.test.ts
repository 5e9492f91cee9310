import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { isPublic } from '../../../../roles/consumer/webhooks/addresses.ts';
import { noteAttempt } from '../../../../roles/consumer/webhooks/deliveries.ts';
import { chooseDue, findRoom, mostUnderWay, pauseAfter } from '../../../../roles/consumer/webhooks/schedule.ts';
import { sendOnce } from '../../../../roles/consumer/webhooks/send.ts';
import { renderSignature } from '../../../../roles/consumer/webhooks/signature.ts';

const refused = [
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.1', '192.0.2.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::7f00:1'],
  ...['2001:db8::1', '2002:7f00:1::', '2001::1', 'localhost', ''],
];

test('addresses of a machine, its networks and nowhere are not public', (t) => {
  t.deepEqual(refused.filter(isPublic), []);
});

test('addresses of the Internet are', (t) => {
  const open = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700::1111', '2a00:1450::5'];
  t.deepEqual(open.filter(isPublic), open);
});

async function listen(t: ExecutionContext, answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const options = { headers: {}, allowsPrivate: true };

test('a name or a number that means this machine is refused before anything is sent', async (t) => {
  let asked = 0;
  const port = await listen(t, () => {
    asked += 1;
  });
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]']) {
    const { status, failure } = await sendOnce(`http://${host}:${port}/`, '{}', { ...options, allowsPrivate: false });
    t.is(status, undefined);
    t.regex(failure ?? '', /no public address$/, host);
  }
  t.is(asked, 0);
});

test('a redirect is a failure, whatever it leads to, and is not followed', async (t) => {
  let asked = 0;
  const port = await listen(t, (_request, response) => {
    asked += 1;
    response.writeHead(302, { Location: '/elsewhere' }).end();
  });
  const failure = 'a redirect to /elsewhere, which is not followed';
  t.deepEqual(await sendOnce(`http://127.0.0.1:${port}/`, '{}', options), { status: 302, failure });
  t.is(asked, 1);
});

test('an answer that never comes, or never ends, is given up', async (t) => {
  const silent = await listen(t, () => undefined);
  const late = await sendOnce(`http://127.0.0.1:${silent}/`, '{}', { ...options, timeoutMs: 300 });
  t.deepEqual(late, { status: undefined, failure: 'no answer within 0.3 s' });
  const endless = await listen(t, (_request, response) => {
    const more = setInterval(() => response.write('x'.repeat(50_000)), 5);
    response.on('close', () => clearInterval(more));
  });
  t.deepEqual(await sendOnce(`http://127.0.0.1:${endless}/`, '{}', options), { status: 200, failure: undefined });
  const gone = await sendOnce('http://127.0.0.1:1/', '{}', options);
  t.regex(gone.failure ?? '', /ECONNREFUSED/);
});

test('an answer that changes the protocol is a failure at once', async (t) => {
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.write(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  t.deepEqual(await sendOnce(`http://127.0.0.1:${port}/`, '{}', options), { status: 101, failure: 'answered 101' });
});

test('the signature is the one that the documentation shows', (t) => {
  const code = '57bc54136841b3e8fecdbd2debaa2060481b12d0ad680da97df5105c7f915223';
  t.is(renderSignature('secret', { seconds: 1_796_000_000, body: '{}' }), `t=1796000000,v1=${code}`);
  t.not(renderSignature('secret', { seconds: 1, body: '{}' }), renderSignature('secret', { seconds: 2, body: '{}' }));
});

test('pauses grow, and end', (t) => {
  const pauses = Array.from({ length: 11 }, (_, index) => pauseAfter(index + 1));
  t.deepEqual(pauses, [10, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, undefined]);
});

const due = (id: number, webhookId: number, attempts = 0) => ({ id, webhookId, attempts });

test('of one webhook two are sent at a time, however many wait', (t) => {
  const many = Array.from({ length: 100 }, (_, id) => due(id, 1));
  t.deepEqual(
    chooseDue([...many, due(500, 2)], [due(900, 2)]).map(({ id }) => id),
    [0, 1, 500],
  );
});

test('those that failed before take half of all places at most', (t) => {
  const failing = Array.from({ length: 100 }, (_, id) => due(id, id, 3));
  const fresh = Array.from({ length: 100 }, (_, id) => due(1_000 + id, 1_000 + id));
  const chosen = chooseDue([...failing, ...fresh], []);
  t.is(chosen.length, mostUnderWay);
  t.is(chosen.filter(({ attempts }) => attempts > 0).length, mostUnderWay / 2);
});

test('what is asked for fits into what is under way', (t) => {
  t.deepEqual(findRoom([]), { full: [], onlyFresh: false });
  t.deepEqual(findRoom([due(1, 7), due(2, 8, 1), due(3, 7)]), { full: [7], onlyFresh: false });
  const failing = Array.from({ length: mostUnderWay / 2 }, (_, id) => due(id, id, 3));
  t.deepEqual(findRoom(failing), { full: [], onlyFresh: true });
  t.deepEqual(findRoom(failing.slice(1)), { full: [], onlyFresh: false });
});

test('the first attempt counts as the first: ten seconds after it comes another, and after the eleventh none', (t) => {
  const failed = { status: 500, failure: 'answered 500' };
  const noted = [0, 10].map((attempts) => noteAttempt(due(1, 1, attempts), 'claim', failed).values);
  t.deepEqual(noted, [
    ['waiting', 500, 'answered 500', 10, 1, 'claim'],
    ['given up', 500, 'answered 500', 0, 1, 'claim'],
  ]);
});
