import { PassThrough } from 'node:stream';
import { UserError } from '../messages/user-error.ts';
import { createRemoteMachine, type MachineAddress } from '../targets/ssh/remote-machine.ts';

const dayMs = 86_400_000;

/** Runs a lab command on the web machine, where the tools of the lab are; gives its exit code. */
export async function runOnWebMachine(address: MachineAddress, words: string[]) {
  const machine = createRemoteMachine(address);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new UserError('Stopped.')));
  try {
    const { code, stderr } = await machine.run(['sudo', '/usr/local/bin/lab', ...words], {
      timeoutMs: dayMs,
      signal: stop.signal,
      onOutput: (chunk) => process.stdout.write(chunk),
    });
    process.stderr.write(stderr);
    return code;
  } finally {
    machine.close();
  }
}

export interface Conversation {
  /** What the tools are told of who has called them. */
  caller: string;
  /** Gets each line of the tools. */
  onLine(line: string): void;
}

/** The same for a command that asks its caller for something, and that Ctrl-C lets end in good order. */
export async function talkToWebMachine(
  address: MachineAddress,
  words: string[],
  { caller, onLine }: Conversation,
): Promise<number> {
  const machine = createRemoteMachine(address);
  // The tools take its end for Ctrl-C; it ends with this program and with the connection, too.
  const stdin = new PassThrough();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stdin.end());
  const lines = splitLines(onLine);
  try {
    const command = ['sudo', 'env', `LAB_CALLER=${caller}`, '/usr/local/bin/lab', ...words];
    const { code, stderr } = await machine.run(command, { stdin, timeoutMs: dayMs, onOutput: lines.add });
    lines.end();
    process.stderr.write(stderr);
    return code;
  } finally {
    stdin.end();
    machine.close();
  }
}

/** Gives whole lines of what comes in pieces; the rest at the end. */
export function splitLines(onLine: (line: string) => void) {
  const decoder = new TextDecoder();
  let rest = '';
  const add = (chunk: Buffer) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  };
  const end = () => {
    if (rest !== '') onLine(rest);
    rest = '';
  };
  return { add, end };
}
