import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import test from 'ava';
import { findListeners, holdsAny, parseListeners } from '../../../../../scripts/targets/local/listeners.ts';
import { haveTakenOver } from '../../../../../scripts/targets/local/reload-program.ts';

const takeOver = test.macro({
  exec: (t, before: number[], now: number[], expected: boolean) => t.is(haveTakenOver(before, now), expected),
  title: (title = '') => `a reload: ${title}`,
});

test('is not over while the process before still listens', takeOver, [10], [10], false);
test('is not over while both listen', takeOver, [10], [10, 12], false);
test('is not over while none listens', takeOver, [10], [], false);
test('is over once only another listens', takeOver, [10], [12], true);
test('of several processes is over once all are others', takeOver, [10, 11], [11, 12, 13], false);

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:33FA 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000 100 0 0 10 0
   1: 0100007F:33FA 0100007F:8F1C 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0000 20 4 30 10 -1
   2: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0`;

test('of the table of sockets those count that listen, and on a port that is asked for', (t) => {
  t.deepEqual(parseListeners(table, [0x33fa]), ['socket:[4711]']);
  t.deepEqual(parseListeners(table, [13_307]), []);
});

test('a process that listens is found by its port, until it listens no more', async (t) => {
  if (process.platform !== 'linux') return t.pass();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.true(holdsAny(process.pid, findListeners([port])));
  server.close();
  await once(server, 'close');
  t.false(holdsAny(process.pid, findListeners([port])));
});
