import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listHostsOfMachines } from '../../roles/find-roles.ts';
import { readLab } from '../../roles/read-lab.ts';
import { UserError } from '../messages/user-error.ts';
import { projectDir, readConfig } from '../settings/config.ts';
import { listHosts, listMachines, machineOf, readLabFile } from '../settings/lab-file.ts';
import { findToolsHost } from '../targets/ssh/machine-addresses.ts';
import { quoteCommand } from '../targets/ssh/shell-words.ts';
import { findProfiles } from './chosen-profiles.ts';
import { runChaosOnMachines } from './remote-chaos.ts';
import type { RemoteCommand } from './remote-command.ts';
import { findMachine, isMachineRunning, runVagrant, switchMachineOn } from './vagrant.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to Vagrant's machines; gives the exit code. The machine of the tools does all that needs no Vagrant. */
export async function runOnVagrantMachines(command: RemoteCommand): Promise<number> {
  const { name, args, words } = command;
  const host = args.host && nameMachine(args.host);
  if (name === 'up') return await bringUp(command);
  if (name === 'add') return await addProfiles(words);
  if (name === 'remove') return await removeProfiles(words);
  if (name === 'down') return await runVagrant(['halt']);
  if (name === 'destroy') return await destroy(args);
  if (name === 'poweroff' && host) return await runVagrant(['halt', '--force', host]);
  if (name === 'start' && host && !(await isMachineRunning(host))) return await bootMachine(host, words);
  if (name === 'chaos') return await chaosOnMachines(words);
  if (name === 'sql' && args.execute === undefined) return await openTerminal(words);
  return await runWithTools(words);
}

// The machine of the tools is told of machines that came when it was there already.
async function bringUp({ args, words }: RemoteCommand) {
  const { added } = findProfiles(words, readConfig().environment.LAB_WITH);
  const env = { LAB_WITH: added.join(',') };
  const hadTools = added.length > 0 && (await isMachineRunning(nameTools()));
  const code = await runVagrant(['up', ...(args.provider ? [`--provider=${args.provider}`] : [])], env);
  return code === 0 && hadTools ? await provisionForProfiles(added, env) : code;
}

// The machine of the tools learns of the others; where something runs on each machine, all get it.
async function provisionForProfiles(added: string[], env: Record<string, string>) {
  const { isOnEach } = await readProfileMachines(added);
  return await runVagrant(['provision', ...(isOnEach ? [] : [nameTools()])], env);
}

async function addProfiles(words: string[]) {
  const { added } = findProfiles(words);
  const env = { LAB_WITH: added.join(',') };
  const { machines } = await readProfileMachines(added);
  const code = await runVagrant(['up', ...machines], env);
  return code === 0 ? await provisionForProfiles(added, env) : code;
}

async function removeProfiles(words: string[]) {
  const { removed } = findProfiles(words);
  const code = await runWithTools(words);
  const { machines } = await readProfileMachines(removed);
  return code === 0 ? await runVagrant(['destroy', '--force', ...machines]) : code;
}

async function runWithTools(words: string[]) {
  return await runOnWebMachine(await findMachine(nameTools()), words);
}

function nameTools() {
  return findToolsHost(readLabFile(readConfig().labFile).hosts).name;
}

/** The machines of these profiles, and whether one of them has something that runs on every machine of the lab. */
async function readProfileMachines(profiles: string[]) {
  const { file, roles } = await readLab(readConfig().labFile, profiles);
  const hosts = listHostsOfMachines(listHosts({ ...file, hosts: [] }, profiles), roles);
  const isOnEach = hosts.some((host) => roles.of(host).machine?.beside === 'machines');
  return { machines: listMachines(hosts).map(({ name }) => name), isOnEach };
}

// What Vagrant calls the machine of a host; a name that it does not know is left to Vagrant.
function nameMachine(name: string) {
  const file = readLabFile(readConfig().labFile);
  const all = listHosts(file, Object.keys(file.profiles));
  const host = all.find((each) => each.name === name);
  return host ? machineOf(host, all).name : name;
}

async function chaosOnMachines(words: string[]) {
  return await runChaosOnMachines(words, {
    web: await findMachine(nameTools()),
    caller: 'vagrant',
    switchOn: switchMachineOn,
  });
}

async function bootMachine(host: string, words: string[]) {
  const code = await runVagrant(['up', '--no-provision', host]);
  return code === 0 && host !== nameTools() ? await runWithTools(words) : code;
}

async function destroy({ yes }: RemoteCommand['args']) {
  if (!yes) {
    throw new UserError('This would delete all machines with all data of the lab', {
      next: './lab --target vagrant destroy --yes',
    });
  }
  const code = await runVagrant(['destroy', '--force']);
  if (code === 0) await rm(join(projectDir, '.vagrant/mysql-group-lab'), { recursive: true, force: true });
  return code;
}

function openTerminal(words: string[]) {
  return runVagrant(['ssh', nameTools(), '--', '-t', quoteCommand(['sudo', 'lab', ...words])]);
}
