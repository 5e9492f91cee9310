import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectDir, readConfig } from '../../config.ts';
import { type Host, type LabFile, readLabFile } from '../../lab-file.ts';
import { UserError } from '../../user-error.ts';
import { addressOf, ofRole } from './machine-addresses.ts';
import { provisionMachine } from './provision-machine.ts';
import { createRemoteMachine } from './remote-machine.ts';
import { runOnWebMachine } from './web-machine.ts';

/** Does a lab command to the machines that lab.json lists; gives the exit code. */
export async function commandForeignLab(words: string[]): Promise<number> {
  const config = readConfig();
  const lab = readLabFile(config.labFile);
  const prefix = config.networkPrefix ?? lab.network.prefix;
  const reach = (host: Host) => reachMachine(host, { lab, prefix });
  if (words[0] === 'up') await provisionAll(lab, { prefix, reach });
  const web = ofRole(lab.hosts, 'web')[0] as Host;
  return await runOnWebMachine(reach(web), words);
}

function reachMachine(host: Host, { lab, prefix }: { lab: LabFile; prefix: string }) {
  if (!lab.ssh)
    throw new UserError('lab.json does not say how to come to the machines', {
      next: 'add to lab.json, for example: "ssh": { "user": "admin", "keyFile": "~/.ssh/id_ed25519" }',
    });
  const { user, keyFile, port } = lab.ssh;
  const keyPath = keyFile.replace(/^~(?=\/)/, homedir());
  return { name: host.name, address: addressOf(host, prefix), user, keyPath, port };
}

interface Places {
  prefix: string;
  reach(host: Host): Parameters<typeof createRemoteMachine>[0];
}

async function provisionAll({ hosts }: LabFile, { prefix, reach }: Places) {
  const key = await needKey(join(projectDir, '.lab-ssh'));
  const environment = {
    LAB_PREFIX: prefix,
    LAB_HOSTS: hosts.map(({ name, lastOctet }) => `${name}=${lastOctet}`).join(' '),
    LAB_PUBLIC_KEY: key.public,
  };
  await Promise.all(
    hosts.map(async (host) => {
      const machine = createRemoteMachine(reach(host));
      const progress = (text: string) => console.log(`${host.name}: ${text}`);
      await provisionMachine(host, machine, { environment, privateKey: key.private, progress });
      machine.close();
    }),
  );
}

/** The key made for this lab, with which the web machine comes to the others. */
async function needKey(dir: string) {
  const path = join(dir, 'id');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    const options = ['-q', '-t', 'ed25519', '-N', '', '-C', 'mysql-group-lab', '-f', path];
    await execa('ssh-keygen', options);
  }
  const [privateKey, publicKey] = await Promise.all([readFile(path, 'utf8'), readFile(`${path}.pub`, 'utf8')]);
  return { private: privateKey, public: publicKey.trim() };
}
