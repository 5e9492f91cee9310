import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { projectDir } from '../settings/config.ts';
import { quoteCommand } from '../targets/ssh/shell-words.ts';
import { commandChaos } from './remote-chaos.ts';
import { findMachine, isMachineRunning, runVagrant, switchMachineOn } from './vagrant.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to Vagrant's machines; gives the exit code. The web machine does all that needs no Vagrant. */
export async function commandVagrantLab(words: string[]): Promise<number> {
  const [verb = 'status', ...rest] = words;
  const host = rest.find((word) => !word.startsWith('-'));
  if (verb === 'up') return await runVagrant(['up', ...rest.filter((word) => word.startsWith('--provider'))]);
  if (verb === 'down') return await runVagrant(['halt']);
  if (verb === 'destroy') return await destroy(rest);
  if (verb === 'poweroff' && host) return await runVagrant(['halt', '--force', host]);
  if (verb === 'start' && host && !(await isMachineRunning(host))) return await bootMachine(host, rest);
  if (verb === 'chaos') return await chaosOnMachines(words);
  if (verb === 'sql' && !rest.some((word) => /^(-e|--execute)/.test(word))) return await openTerminal(words);
  return await runOnWebMachine(await findMachine('web'), [verb, ...rest]);
}

async function chaosOnMachines(words: string[]) {
  return await commandChaos(words, { web: await findMachine('web'), caller: 'vagrant', switchOn: switchMachineOn });
}

async function bootMachine(host: string, rest: string[]) {
  const code = await runVagrant(['up', '--no-provision', host]);
  return code === 0 && host !== 'web' ? await runOnWebMachine(await findMachine('web'), ['start', ...rest]) : code;
}

async function destroy(rest: string[]) {
  if (!rest.includes('--yes')) {
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
