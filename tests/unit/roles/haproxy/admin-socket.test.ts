import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { askAdminSocket } from '../../../../roles/haproxy/admin-socket.ts';
import { saveServerState } from '../../../../roles/haproxy/server-state.ts';

test('one command is sent and the whole answer returned', async (t) => {
  const { path } = await listen(t, (socket) => {
    socket.once('data', (command) => {
      socket.write(`you said ${command.toString().trim()}\n`);
      setImmediate(() => socket.end('and that was all\n\n'));
    });
  });
  t.is(await askAdminSocket('show info', { path, timeoutMs: 1_000 }), 'you said show info\nand that was all');
});

test('a socket that never answers is given up at the deadline', async (t) => {
  const { path } = await listen(t, () => undefined);
  await t.throwsAsync(askAdminSocket('show info', { path, timeoutMs: 50 }), { message: /no answer within 50 ms/ });
});

test('a socket that is not there is named with its path', async (t) => {
  const path = '/nonexistent/admin.sock';
  await t.throwsAsync(askAdminSocket('show info', { path, timeoutMs: 1_000 }), {
    message: /\/nonexistent\/admin\.sock: there is no such socket/,
  });
});

test('a command cannot smuggle in a second one', async (t) => {
  const options = { path: '/nonexistent', timeoutMs: 1_000 };
  await t.throwsAsync(askAdminSocket('show info; shutdown frontend mysql', options), { instanceOf: TypeError });
  await t.throwsAsync(askAdminSocket('show info\nshow stat', options), { instanceOf: TypeError });
});

test('the servers’ state is written as a whole, for its owner only', async (t) => {
  const { path, dir } = await listen(t, (socket) => socket.end('1\n# be_id be_name\n2 mysql\n\n'));
  const file = join(dir, 'server-state');
  await saveServerState(file, { path, timeoutMs: 1_000 });
  t.is(await readFile(file, 'utf8'), '1\n# be_id be_name\n2 mysql\n');
  t.is((await stat(file)).mode & 0o777, 0o600);
});

async function listen(t: ExecutionContext, listener: (socket: Socket) => void) {
  const dir = await mkdtemp(join(tmpdir(), 'admin-socket-'));
  const path = join(dir, 's');
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    listener(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await rm(dir, { recursive: true });
  });
  return { path, dir };
}
