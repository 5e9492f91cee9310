import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import type { MachineAddress } from '../targets/ssh/remote-machine.ts';

/** Runs Vagrant before the person's eyes; gives its exit code. */
export async function runVagrant(args: string[], env: Record<string, string> = {}) {
  const exitCode = await runBeforeEyes('vagrant', args, { env });
  if (exitCode === undefined) throw vagrantMissing();
  return exitCode;
}

// After its end, what it has printed arrives within this time.
const lastWordsMs = 500;

interface Manner {
  env?: Record<string, string>;
  /** Asks nothing, says only what goes wrong, and is not ended by the person's Ctrl-C. */
  isAlone?: boolean;
}

/**
 * Runs a program whose output goes to the person; gives its exit code, or undefined where it is not installed. Programs that it
 * leaves behind, as Vagrant does for forwarded ports, hold no pipe of the person's open.
 */
export async function runBeforeEyes(command: string, args: string[], { env = {}, isAlone = false }: Manner = {}) {
  const [out, err] = [process.stdout, process.stderr].map(({ isTTY }) => (isTTY ? 'inherit' : 'pipe'));
  const child = spawn(command, args, {
    cwd: projectDir,
    stdio: isAlone ? ['ignore', 'ignore', err] : ['inherit', out, err],
    env: { ...process.env, ...env },
    detached: isAlone,
  });
  child.stdout?.pipe(process.stdout, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const closed = once(child, 'close').catch(() => undefined);
  const ended = await once(child, 'exit').catch(() => undefined);
  await Promise.race([closed, sleep(lastWordsMs)]);
  for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  // A signal ended it where there is no code.
  return ended && ((ended[0] as number | null) ?? 1);
}

/** Switches on a machine that has no power; it goes on when Ctrl-C ends what it was switched off for. */
export async function switchMachineOn(name: string) {
  const exitCode = await runBeforeEyes('vagrant', ['up', '--no-provision', name], { isAlone: true });
  if (exitCode === 0) return;
  throw new UserError(`${name} could not be switched on; Vagrant's message is above`, { next: `vagrant up ${name}` });
}

/** Whether Vagrant says that this machine runs. */
export async function isMachineRunning(name: string) {
  const { stdout = '' } = await execa('vagrant', ['status', name, '--machine-readable'], {
    cwd: projectDir,
    reject: false,
  });
  return stdout.split('\n').some((line) => line.includes(`,${name},state,running`));
}

/** How to come to a machine that Vagrant runs. */
export async function findMachine(name: string): Promise<MachineAddress> {
  const {
    exitCode,
    stdout = '',
    stderr = '',
  } = await execa('vagrant', ['ssh-config', name], {
    cwd: projectDir,
    reject: false,
  });
  if (exitCode === undefined) throw vagrantMissing();
  if (exitCode === 0) return parseSshConfig(name, stdout);
  throw new UserError(`Vagrant cannot say how to reach ${name}: ${stderr.trim()}`, { next: 'vagrant up' });
}

/** Reads what `vagrant ssh-config` prints. */
export function parseSshConfig(name: string, text: string): MachineAddress {
  const value = (key: string) =>
    new RegExp(`^\\s*${key}\\s+(.+?)\\s*$`, 'm').exec(text)?.[1]?.replace(/^"(.*)"$/, '$1');
  const address = value('HostName');
  const keyPath = value('IdentityFile');
  if (!address || !keyPath) throw new Error(`vagrant ssh-config says nothing of use:\n${text}`);
  return { name, address, port: Number(value('Port') ?? 22), user: value('User') ?? 'vagrant', keyPath };
}

function vagrantMissing() {
  return new UserError('Vagrant is not installed, or not in the PATH', {
    next: 'install Vagrant and a provider (docs/vagrant.md); the local lab needs neither: npm start',
  });
}
