import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';
import { type Config, projectDir, readConfig } from '../settings/config.ts';
import { type Host, type LabFile, readLabFile } from '../settings/lab-file.ts';
import { addressOf, ofRole } from '../targets/ssh/machine-addresses.ts';
import { requireOneWebHost } from '../targets/ssh/one-web-host.ts';
import { createRemoteMachine, type MachineAddress, type RemoteMachine } from '../targets/ssh/remote-machine.ts';
import { quoteCommand } from '../targets/ssh/shell-words.ts';
import { clearMachine, provisionMachine } from './provision-machine.ts';
import { runChaosOnMachines } from './remote-chaos.ts';
import type { RemoteCommand } from './remote-command.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to the machines that lab.json lists; gives the exit code. */
export async function runOnSshMachines({ name, args, words }: RemoteCommand): Promise<number> {
  const config = readConfig();
  const lab = readLabFile(config.labFile);
  requireOneWebHost(lab.hosts);
  const prefix = config.networkPrefix ?? lab.network.prefix;
  const reach = (host: Host) => reachMachine(host, { lab, prefix });
  if (name === 'up') await provisionAll(lab, { prefix, reach, config });
  const web = reach(ofRole(lab.hosts, 'web')[0] as Host);
  if (name === 'sql' && args.execute === undefined) return await openTerminal(web, words);
  if (name === 'chaos') return await runChaosOnMachines(words, { web, caller: 'ssh' });
  const code = await runOnWebMachine(web, words);
  if (name === 'destroy' && code === 0) await onAll(lab.hosts, reach, (_, ...rest) => clearMachine(...rest));
  return code;
}

function reachMachine(host: Host, { lab, prefix }: { lab: LabFile; prefix: string }): MachineAddress {
  if (!lab.ssh)
    throw new UserError('lab.json does not say how to come to the machines', {
      next: 'add to lab.json, for example: "ssh": { "user": "admin", "keyFile": "~/.ssh/id_ed25519" }',
    });
  const { user, keyFile, port } = lab.ssh;
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
  reach(host: Host): MachineAddress;
}

async function provisionAll({ hosts }: LabFile, { prefix, reach, config }: Places) {
  const key = await needKey(config.sshKey ?? join(projectDir, '.lab-ssh/id'));
  const environment = {
    LAB_PREFIX: prefix,
    LAB_HOSTS: hosts.map(({ name, lastOctet }) => `${name}=${lastOctet}`).join(' '),
    LAB_PUBLIC_KEY: key.public,
  };
  const labFile = await readFile(config.labFile, 'utf8');
  await onAll(hosts, reach, (host, machine, progress) =>
    provisionMachine(host, machine, { environment, privateKey: key.private, labFile, progress }),
  );
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
