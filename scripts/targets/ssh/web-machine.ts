import { UserError } from '../../user-error.ts';
import { createRemoteMachine, type MachineAddress } from './remote-machine.ts';

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
