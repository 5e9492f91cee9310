import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';
import { HostAwayError } from '../host-away-error.ts';
import { addressOf } from './machine-addresses.ts';
import type { MachineFile } from './machine-files.ts';
import { type MachineState, parseMachineState } from './machine-state.ts';
import { createRemoteMachine, type RemoteMachine, type RunOptions } from './remote-machine.ts';

/** The program on each machine that does what the tools may have done there. */
const program = ['sudo', '-n', '/usr/local/sbin/lab-host'];

/** One host of the lab on its machine, or another service of that machine. */
export interface MachineHost {
  readonly host: Host;
  /** Has `lab-host` do something there; throws with its words where it cannot. */
  act(verb: string[], options?: RunOptions): Promise<string>;
  /** How the machine and the service are; undefined where it does not answer. */
  look(): Promise<MachineState | undefined>;
  /** Gives the machine files; tells whether any of them was new to it. */
  give(files: MachineFile[]): Promise<boolean>;
}

export interface MachineAccess {
  prefix: string;
  keyPath: string;
  /** The role of the service: a machine may run several. */
  role: string;
}

// A machine that accepts connections does what it was told, if late: to repeat it would give it more to do.
const busyMs = 90_000;

// A connection serves all commands of this program, also where the lab is opened anew.
const machines = new Map<string, RemoteMachine>();

/** The host's machine, reached as the user `lab` with this lab's key. */
export function openMachine(host: Host, { prefix, keyPath, role }: MachineAccess): MachineHost {
  const address = addressOf(host, prefix);
  const known = machines.get(address);
  const machine = known ?? createRemoteMachine({ name: host.name, address, user: 'lab', keyPath });
  machines.set(address, machine);

  const act = async (verb: string[], options?: RunOptions) => {
    const { code, stdout, stderr } = await machine.run([...program, '--of', role, ...verb], { busyMs, ...options });
    if (code !== 0) throw refused(host, verb, stderr || stdout);
    return stdout.trim();
  };
  const look = async () => {
    try {
      return parseMachineState(await act(['state'], { timeoutMs: 5_000, busyMs: 25_000 }));
    } catch (error) {
      if (error instanceof HostAwayError) return undefined;
      throw error;
    }
  };
  const give = async (files: MachineFile[]) => {
    let isNew = false;
    for (const { name, text } of files) {
      if ((await act(['put', name], { stdin: text })) === 'changed') isNew = true;
    }
    return isNew;
  };
  return { host, act, look, give };
}

function refused(host: Host, verb: string[], reason: string) {
  return new UserError(`${host.name} could not ${verb.join(' ')}: ${reason.trim() || 'it gave no reason'}`, {
    next: `look for yourself on ${host.name}; then provision it again (vagrant provision ${host.name}, or --target ssh up), and repeat`,
  });
}
