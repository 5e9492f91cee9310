import { createSocket } from 'node:dgram';
import test, { type ExecutionContext } from 'ava';
import { findAddresses, findInHosts } from '../../../../roles/consumer/webhooks/find-addresses.ts';

const hosts = `
127.0.0.1 localhost # and not other
::1       localhost ip6-localhost
# 10.0.0.9 localhost
fe80::2   receiver.test
10.0.0.2  Receiver.test	other.test
nowhere   receiver.test`;

test('the hosts file has names of one address or several, IPv4 first', (t) => {
  t.deepEqual(findInHosts(hosts, 'localhost'), ['127.0.0.1', '::1']);
  t.deepEqual(findInHosts(hosts, 'receiver.test'), ['10.0.0.2', 'fe80::2']);
  t.deepEqual(findInHosts(hosts, 'other.test'), ['10.0.0.2']);
  for (const name of ['other', 'test', '10.0.0.2', '']) t.deepEqual(findInHosts(hosts, name), [], name);
});

const addressOfAll = [203, 0, 113, 7];
const isIPv4 = 1;

/** A name server that has an IPv4 address for every name, and says nothing of silent ones. */
async function serveNames(t: ExecutionContext): Promise<string> {
  const server = createSocket('udp4');
  server.on('message', (query, { address, port }) => {
    if (!query.includes('silent')) server.send(answer(query), port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `127.0.0.1:${server.address().port}`;
}

/** RFC 1035, section 4: the header, the question as it came, and the answer to one for an IPv4 address. */
function answer(query: Buffer): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const isKnown = query.readUInt16BE(end - 4) === isIPv4;
  const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, Number(isKnown), 0, 0, 0, 0]);
  const record = Buffer.from([0xc0, 12, 0, isIPv4, 0, 1, 0, 0, 0, 60, 0, 4, ...addressOfAll]);
  return Buffer.concat([header, query.subarray(12, end), ...(isKnown ? [record] : [])]);
}

test('names that get no answer hold up no other, and are given up', async (t) => {
  const servers = [await serveNames(t)];
  let ended = 0;
  const silent = Array.from({ length: 50 }, async (_, index) => {
    const search = findAddresses(`silent-${index}.test`, { servers, timeoutMs: 2_000 });
    await t.throwsAsync(search, { code: 'ECANCELLED' });
    ended += 1;
  });
  t.deepEqual(await findAddresses('receiver.test', { servers }), [addressOfAll.join('.')]);
  t.is(ended, 0);
  await Promise.all(silent);
});
