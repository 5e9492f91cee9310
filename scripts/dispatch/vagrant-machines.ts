import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import { quoteCommand } from '../targets/ssh/shell-words.ts';
import { runChaosOnMachines } from './remote-chaos.ts';
import type { RemoteCommand } from './remote-command.ts';
import { findMachine, isMachineRunning, runVagrant, switchMachineOn } from './vagrant.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to Vagrant's machines; gives the exit code. The web machine does all that needs no Vagrant. */
export async function runOnVagrantMachines(command: RemoteCommand): Promise<number> {
  const { name, args, words } = command;
  const { host } = args;
  if (name === 'up') return await runVagrant(['up', ...(args.provider ? [`--provider=${args.provider}`] : [])]);
  if (name === 'down') return await runVagrant(['halt']);
  if (name === 'destroy') return await destroy(args);
  if (name === 'poweroff' && host) return await runVagrant(['halt', '--force', host]);
  if (name === 'start' && host && !(await isMachineRunning(host))) return await bootMachine(host, words);
  if (name === 'chaos') return await chaosOnMachines(words);
  if (name === 'sql' && args.execute === undefined) return await openTerminal(words);
  return await runOnWebMachine(await findMachine('web'), words);
}

async function chaosOnMachines(words: string[]) {
  return await runChaosOnMachines(words, {
    web: await findMachine('web'),
    caller: 'vagrant',
    switchOn: switchMachineOn,
  });
}

async function bootMachine(host: string, words: string[]) {
  const code = await runVagrant(['up', '--no-provision', host]);
  return code === 0 && host !== 'web' ? await runOnWebMachine(await findMachine('web'), words) : code;
}

async function destroy({ yes }: RemoteCommand['args']) {
  if (!yes) {
    throw new UserError('This would delete the five machines with all data of the lab', {
      next: './lab --target vagrant destroy --yes',
    });
  }
  const code = await runVagrant(['destroy', '--force']);
  if (code === 0) await rm(join(projectDir, '.vagrant/mysql-group-lab'), { recursive: true, force: true });
  return code;
}

function openTerminal(words: string[]) {
  return runVagrant(['ssh', 'web', '--', '-t', quoteCommand(['sudo', 'lab', ...words])]);
}
