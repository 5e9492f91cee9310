import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { HostAwayError } from '../../../../../scripts/targets/host-away-error.ts';
import { createRemoteMachine, type MachineAddress } from '../../../../../scripts/targets/ssh/remote-machine.ts';

interface SshEvents {
  on(event: string, listener: (...parts: never[]) => void): void;
  once(event: string, listener: (...parts: never[]) => void): void;
}

interface SshServer extends SshEvents {
  injectSocket(socket: Socket): void;
}

interface Channel {
  write(text: string): void;
  exit(code: number): void;
  end(): void;
}

// The library below node-ssh has a server too; it brings no types.
const { Server } = createRequire(import.meta.url)('ssh2') as {
  Server: new (options: { hostKeys: Buffer[] }) => SshServer;
};

type Answer = (command: string, end: (code: number, text: string) => void, socket: Socket) => void;

/** A real SSH server on a port of its own; its answers decide when the machine dies. */
async function startMachine(t: ExecutionContext, answer: Answer) {
  const folder = await mkdtemp(join(tmpdir(), 'lab-ssh-'));
  const keyPath = join(folder, 'id');
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '', '-f', keyPath]);
  const sockets = new Set<Socket>();
  const ssh = new Server({ hostKeys: [await readFile(keyPath)] });
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    ssh.injectSocket(socket);
    accept(ssh, (command, end) => answer(command, end, socket));
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy();
    listener.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { port } = listener.address() as { port: number };
  const place = { name: 'mysql-2', address: '127.0.0.1', port, user: 'lab', keyPath };
  const machine = createRemoteMachine(place);
  t.teardown(() => machine.close());
  return { machine, place, sockets, die: () => sockets.forEach((socket) => void socket.resetAndDestroy()) };
}

function accept(ssh: SshServer, answer: (command: string, end: (code: number, text: string) => void) => void) {
  ssh.once('connection', (client: SshEvents) => {
    client.on('error', () => undefined);
    client.on('authentication', (context: { accept(): void }) => context.accept());
    client.on('session', (acceptSession: () => SshEvents) => {
      acceptSession().on('exec', (acceptCommand: () => Channel, _: unknown, { command }: { command: string }) => {
        const channel = acceptCommand();
        answer(command, (code, text) => {
          channel.write(text);
          channel.exit(code);
          channel.end();
        });
      });
    });
  });
}

const echo: Answer = (command, end) => end(0, command);

test('a command gives its exit code and what it printed', async (t) => {
  const { machine } = await startMachine(t, (command, end) => end(3, command));
  t.like(await machine.run(['say', "it's"]), { code: 3, stdout: `say 'it'\\''s'` });
});

test('a machine that dies while nothing runs ends nothing, and is spoken to again when it is back', async (t) => {
  const { machine, die } = await startMachine(t, echo);
  await machine.run(['one']);
  die();
  await new Promise((resolve) => setImmediate(resolve));
  const again = await machine.run(['two'], { connectForMs: 5_000 }).catch(() => machine.run(['two']));
  t.is(again.stdout, 'two');
});

test('many commands at once make one connection, and share it', async (t) => {
  const { machine, sockets } = await startMachine(t, echo);
  const answers = await Promise.all(['two', 'three', 'four'].map((word) => machine.run([word])));
  t.deepEqual(
    answers.map(({ stdout }) => stdout),
    ['two', 'three', 'four'],
  );
  t.is(sockets.size, 1);
});

test('a machine that dies in the middle of a command is away, and says so', async (t) => {
  const { machine } = await startMachine(t, (_, __, socket) => void socket.resetAndDestroy());
  const error = await t.throwsAsync(machine.run(['sleep', '60']), { instanceOf: HostAwayError });
  t.regex(error.message, /mysql-2 \(127\.0\.0\.1\) cannot be reached by SSH/);
});

test('a machine that falls silent is given up at the deadline', async (t) => {
  const { machine } = await startMachine(t, () => undefined);
  await t.throwsAsync(machine.run(['hang'], { timeoutMs: 300 }), { instanceOf: HostAwayError, message: /0\.3 s/ });
});

/** The same machine behind a port at which each of its words comes through when this says so. */
async function slowDown(
  t: ExecutionContext,
  place: MachineAddress,
  letThrough: (word: number) => Promise<unknown>,
  { isOnce = false } = {},
) {
  const listener = createServer((near) => {
    if (isOnce) listener.close();
    const far = connect(place.port ?? 22, place.address);
    let words = 0;
    let before: Promise<unknown> = Promise.resolve();
    far.on('data', (chunk) => {
      words += 1;
      before = Promise.all([before, letThrough(words)]).then(() => near.write(chunk));
    });
    near.pipe(far);
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  const machine = createRemoteMachine({ ...place, port });
  t.teardown(() => {
    machine.close();
    listener.close();
  });
  return machine;
}

test('a machine that accepts a connection and says no word is away before long', async (t) => {
  const { place } = await startMachine(t, echo);
  const machine = await slowDown(t, place, () => new Promise(() => undefined));
  const startedMs = performance.now();
  await t.throwsAsync(machine.run(['true']), { instanceOf: HostAwayError });
  t.true(performance.now() - startedMs < 25_000);
});

test('a machine that has said a word, and computes its keys for long, is waited for', async (t) => {
  const { place } = await startMachine(t, echo);
  const machine = await slowDown(t, place, (word) => sleep(word === 2 ? 4_000 : 0));
  t.is((await machine.run(['late'])).stdout, 'late');
});

test('a busy machine is waited for beyond the deadline, and its connection is kept', async (t) => {
  let commands = 0;
  const { machine } = await startMachine(t, async (_, end) => {
    commands += 1;
    await sleep(commands === 1 ? 1_000 : 0);
    end(0, String(commands));
  });
  t.is((await machine.run(['first'], { timeoutMs: 200, busyMs: 10_000 })).stdout, '1');
  await sleep(500);
  t.is((await machine.run(['second'])).stdout, '2');
});

test('a machine that accepts nothing any more is given up at the deadline, busy or not', async (t) => {
  const { place } = await startMachine(t, () => undefined);
  const machine = await slowDown(t, place, async () => undefined, { isOnce: true });
  const work = machine.run(['hang'], { timeoutMs: 1_000, busyMs: 60_000 });
  await t.throwsAsync(work, { instanceOf: HostAwayError });
});

test('a machine that is off is away', async (t) => {
  const { machine } = await startMachine(t, echo);
  const off = createRemoteMachine({ name: 'web', address: '127.0.0.1', port: 1, user: 'lab', keyPath: '/dev/null' });
  await t.throwsAsync(off.run(['true']), { instanceOf: HostAwayError });
  t.is((await machine.run(['still', 'here'])).stdout, 'still here');
});

test('a command that was given up while the connection was made is not begun', async (t) => {
  const begun: string[] = [];
  const { machine } = await startMachine(t, (command, end) => end(0, String(begun.push(command))));
  const caller = new AbortController();
  const work = machine.run(['follow'], { signal: caller.signal });
  caller.abort(new Error('given up'));
  await t.throwsAsync(work, { message: 'given up' });
  t.is((await machine.run(['next'])).stdout, '1');
});
