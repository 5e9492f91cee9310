import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import test from 'ava';
import mysql from 'mysql2';
import { breakConnection } from '../../../../scripts/group/break-connection.ts';

test('a connection to a machine that answers no more is closed at once, without waiting for the other end', async (t) => {
  const accepted: Socket[] = [];
  const silent = createServer((socket) => accepted.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const connection = mysql.createConnection({ host: '127.0.0.1', port, user: 'anyone' });
  connection.on('error', () => undefined);
  const { stream } = connection as unknown as { stream: Socket };
  await once(stream, 'connect');
  breakConnection(connection.promise());
  t.true(stream.destroyed);
  for (const socket of accepted) socket.destroy();
  silent.close();
});
