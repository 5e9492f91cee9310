import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeSSH } from 'node-ssh';
import { UserError } from '../../messages/user-error.ts';
import { patience } from '../../waiting/patience.ts';
import { HostAwayError } from '../host-away-error.ts';
import { quoteCommand } from './shell-words.ts';

export interface MachineAddress {
  name: string;
  address: string;
  port?: number;
  user: string;
  keyPath: string;
}

export interface RunOptions {
  stdin?: string | NodeJS.ReadableStream;
  timeoutMs?: number;
  /** How long to go on waiting after that, where the machine still accepts connections: it has much to do. */
  busyMs?: number;
  /** How long to go on trying where the machine does not answer; no second try without it. */
  connectForMs?: number;
  onOutput?: (chunk: Buffer) => void;
  signal?: AbortSignal;
}

export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** A machine that is reached by SSH; it may die at any moment without harm to its caller. */
export interface RemoteMachine {
  readonly name: string;
  /** Runs a command and gives what it said, whatever its exit code. */
  run(command: string[], options?: RunOptions): Promise<RunResult>;
  close(): void;
}

// A machine that is there accepts a connection at once; a busy one may need long for its first word, and longer for its keys.
const acceptMs = 3_000 * patience;
const firstWordMs = 10_000 * patience;
const handshakeMs = 30_000 * patience;

/** One machine, over one connection that is made when it is needed and made again after it was lost. */
export function createRemoteMachine(machine: MachineAddress): RemoteMachine {
  let current: Promise<NodeSSH> | undefined;

  const connection = async (connectForMs: number) => {
    const known = current;
    const live = await known?.catch(() => undefined);
    if (live?.isConnected()) return live;
    // The first one to find it lost makes it anew, for all who wait.
    if (current === known) current = connectWithin(machine, connectForMs);
    return await (current as Promise<NodeSSH>);
  };
  return {
    name: machine.name,
    async run(command, { connectForMs = 0, ...options } = {}) {
      const ssh = await connection(connectForMs);
      // Its caller may have given up while the connection was made, and would not end it any more.
      options.signal?.throwIfAborted();
      return await execute(ssh, machine, { ...options, command: quoteCommand(command) });
    },
    close() {
      current?.then((ssh) => ssh.dispose()).catch(() => undefined);
      current = undefined;
    },
  };
}

async function connectWithin(machine: MachineAddress, connectForMs: number): Promise<NodeSSH> {
  const deadline = Date.now() + connectForMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectOnce(machine);
    } catch (error) {
      if (Date.now() >= deadline) throw new HostAwayError(machine, (error as Error).message);
      await sleep(Math.random() * Math.min(2_000, 100 * 2 ** attempt));
    }
  }
}

async function connectOnce({ address, port = 22, user, keyPath }: MachineAddress) {
  const ssh = new NodeSSH();
  const timers = [
    setTimeout(() => hangUpIf(ssh, ({ connecting }) => connecting), acceptMs),
    setTimeout(() => hangUpIf(ssh, ({ bytesRead }) => bytesRead === 0), firstWordMs),
  ];
  try {
    // Without keep-alives, whose timer would keep this program running: each command has its own deadline.
    await ssh.connect({ host: address, port, username: user, privateKeyPath: keyPath, readyTimeout: handshakeMs });
  } finally {
    timers.forEach(clearTimeout);
  }
  surviveLoss(ssh);
  return ssh;
}

type Connection = (NodeSSH['connection'] & { _sock?: Socket }) | null;

function hangUpIf(ssh: NodeSSH, isVain: (socket: Socket) => boolean) {
  const socket = (ssh.connection as Connection)?._sock;
  if (socket && isVain(socket)) socket.destroy();
}

// node-ssh takes its own listener away once connected: without this one a reset of the connection, which is what a
// machine's death looks like, would end this program. An idle connection does not keep the program running either.
function surviveLoss(ssh: NodeSSH) {
  const client = ssh.connection as Connection;
  client?.on('error', () => ssh.dispose());
  client?._sock?.unref();
}

async function execute(
  ssh: NodeSSH,
  machine: MachineAddress,
  { command, stdin, timeoutMs = 30_000 * patience, busyMs = 0, onOutput, signal }: RunOptions & { command: string },
): Promise<RunResult> {
  const work = ssh.execCommand(command, {
    stdin: (stdin ?? '') as string | Readable,
    noTrim: true,
    onStdout: onOutput,
  });
  const { code, stdout, stderr } = await within(work, {
    timeoutMs,
    extend: async () => (busyMs > 0 && (await accepts(machine)) ? busyMs : 0),
    signal,
    onLate: () => ssh.dispose(),
    late: new HostAwayError(machine, `no end of "${command.slice(0, 60)}" within ${timeoutMs / 1000} s`),
  }).catch((error: Error) => {
    throw error instanceof UserError ? error : new HostAwayError(machine, error.message);
  });
  if (code === null) throw new HostAwayError(machine, 'the connection was lost in the middle of a command');
  return { code, stdout, stderr };
}

// A machine without power accepts nothing, nor does one that is cut off.
function accepts({ address, port = 22 }: MachineAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: acceptMs });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}

interface Limit {
  timeoutMs: number;
  /** How much longer to wait, asked when the time is over. */
  extend(): Promise<number>;
  signal?: AbortSignal;
  late: Error;
  onLate(): void;
}

async function within<T>(work: Promise<T>, { timeoutMs, extend, signal, late, onLate }: Limit): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const limit = new Promise<never>((_, reject) => {
    const end = (reason: Error) => {
      onLate();
      reject(reason);
    };
    timer = setTimeout(async () => {
      const moreMs = await extend();
      if (!isOver) timer = setTimeout(() => end(late), moreMs);
    }, timeoutMs);
    signal?.addEventListener('abort', () => end(signal.reason as Error), { once: true });
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
