import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { listHostsOfMachines } from '../../roles/find-roles.ts';
import { type CheckedLab, readLab } from '../../roles/read-lab.ts';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { type Config, projectDir, readConfig } from '../settings/config.ts';
import { type Host, type LabFile, listHosts, listMachines } from '../settings/lab-file.ts';
import { addressOf, findToolsHost, machineConfOf } from '../targets/ssh/machine-addresses.ts';
import { createRemoteMachine, type MachineAddress, type RemoteMachine } from '../targets/ssh/remote-machine.ts';
import { quoteCommand } from '../targets/ssh/shell-words.ts';
import { findProfiles, readProfiles, saveProfiles, spellOut } from './chosen-profiles.ts';
import { clearMachine, provisionMachine } from './provision-machine.ts';
import { runChaosOnMachines } from './remote-chaos.ts';
import type { RemoteCommand } from './remote-command.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to the machines that lab.json lists; gives the exit code. */
export async function runOnSshMachines(command: RemoteCommand): Promise<number> {
  const { name, words } = command;
  const config = readConfig();
  const keyPath = config.sshKey ?? join(projectDir, '.lab-ssh/id');
  const profilesPath = `${keyPath}.profiles`;
  const { added, removed } = findProfiles(words, config.environment.LAB_WITH);
  const before = readProfiles(profilesPath);
  const profiles = [...new Set([...before, ...added])];
  const listed = await readLab(config.labFile, profiles);
  const lab = { ...listed, hosts: listHostsOfMachines(listed.hosts, listed.roles) };
  const prefix = config.networkPrefix ?? lab.file.network.prefix;
  const reach = (host: Host) => reachMachine(host, { file: lab.file, prefix });
  const tools = findToolsHost(lab.hosts);
  // The machine of the tools gets lab.json anew, in which the profile may be; and every machine what runs on each.
  const isOnEach = added.length > 0 && lab.hosts.some((host) => lab.roles.of(host).machine?.beside === 'machines');
  const isNew = (host: Host) => isOnEach || !listHosts(lab.file, before).includes(host) || host === tools;
  const machines = listMachines(lab.hosts);
  const wanted = name === 'up' ? machines : machines.filter(isNew);
  if (name === 'up' || added.length > 0) await provisionAll(lab, { prefix, reach, config, keyPath, wanted });
  const code = await runThere({ ...command, words: spellOut(words, added) }, reach(tools));
  if (code !== 0) return code;
  const isGone = (host: Host) => name === 'destroy' || listHosts({ ...lab.file, hosts: [] }, removed).includes(host);
  await onAll(machines.filter(isGone), reach, (_, ...rest) => clearMachine(...rest));
  const left = name === 'destroy' ? [] : profiles.filter((profile) => !removed.includes(profile));
  if (left.join() !== before.join()) await saveProfiles(profilesPath, left);
  return code;
}

async function runThere({ name, args, words }: RemoteCommand, web: MachineAddress) {
  if (name === 'sql' && args.execute === undefined) return await openTerminal(web, words);
  if (name === 'chaos') return await runChaosOnMachines(words, { web, caller: 'ssh' });
  return await runOnWebMachine(web, words);
}

function reachMachine(host: Host, { file, prefix }: { file: LabFile; prefix: string }): MachineAddress {
  if (!file.ssh)
    throw new UserError('lab.json does not say how to come to the machines', {
      next: 'add to lab.json, for example: "ssh": { "user": "admin", "keyFile": "~/.ssh/id_ed25519" }',
    });
  const { user, keyFile, port } = file.ssh;
  const keyPath = keyFile.replace(/^~(?=\/)/, homedir());
  return { name: host.name, address: addressOf(host, prefix), user, keyPath, port };
}

async function openTerminal({ address, port = 22, user, keyPath }: MachineAddress, words: string[]) {
  const place = ['-t', '-i', keyPath, '-p', String(port), `${user}@${address}`];
  const { exitCode } = await execa('ssh', [...place, quoteCommand(['sudo', '/usr/local/bin/lab', ...words])], {
    stdio: 'inherit',
    reject: false,
  });
  return exitCode ?? 1;
}

interface Places {
  prefix: string;
  config: Config;
  keyPath: string;
  wanted: Host[];
  reach(host: Host): MachineAddress;
}

async function provisionAll(lab: CheckedLab, { prefix, reach, config, keyPath, wanted }: Places) {
  const key = await needKey(keyPath);
  const { labFile, isLimited } = config;
  const { roles, file } = lab;
  // Before anything is set up: a role without machine.conf is a mistake of the person who chose the profile.
  for (const host of lab.hosts) machineConfOf(host, roles);
  // Every host that lab.json lists, for the firewalls: a machine that is added later needs no change of the others.
  const all = await readLab(labFile, Object.keys(file.profiles));
  const environment = {
    LAB_PREFIX: prefix,
    LAB_HOSTS: all.hosts.map((host) => `${host.name}=${host.lastOctet}=${all.roles.of(host).name}`).join(' '),
    LAB_PUBLIC_KEY: key.public,
  };
  const tools = findToolsHost(lab.hosts);
  const isTools = (host: Host) => host === tools;
  const options = { roles, hosts: lab.hosts, environment, isTools, privateKey: key.private, labFile, isLimited };
  await onAll(wanted, reach, (host, machine, progress) => provisionMachine(host, machine, { ...options, progress }));
}

type Work = (host: Host, machine: RemoteMachine, progress: Progress) => Promise<void>;

async function onAll(hosts: Host[], reach: Places['reach'], work: Work) {
  await Promise.all(
    hosts.map(async (host) => {
      const machine = createRemoteMachine(reach(host));
      await work(host, machine, (text) => console.log(`${host.name}: ${text}`)).finally(machine.close);
    }),
  );
}

/** The key made for this lab, with which the web machine comes to the others. */
async function needKey(path: string) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    const options = ['-q', '-t', 'ed25519', '-N', '', '-C', 'mysql-group-lab', '-f', path];
    await execa('ssh-keygen', options);
  }
  const [privateKey, publicKey] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.pub`, 'utf8')]);
  return { private: privateKey, public: publicKey.trim() };
}
