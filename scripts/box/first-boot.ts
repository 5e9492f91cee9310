import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../settings/config.ts';
import { makeIso } from './iso.ts';

// Vagrant's public key, which it replaces by one of its own when a machine comes up for the first time.
const vagrantKeys = readFileSync(join(projectDir, 'scripts/box/vagrant.pub'), 'utf8').trim().split('\n');

/** What a server image reads when it boots for the first time: Vagrant's user, and to ask no metadata service. */
export function describeFirstBoot(): Record<string, string> {
  return {
    'meta-data': 'instance-id: mysql-group-lab\n',
    'user-data': `#cloud-config
preserve_hostname: true
ssh_pwauth: false
users:
  - name: vagrant
    shell: /bin/bash
    lock_passwd: true
    sudo: "ALL=(ALL) NOPASSWD:ALL"
    ssh_authorized_keys:
${vagrantKeys.map((key) => `      - ${key}\n`).join('')}package_update: false
package_upgrade: false
`,
  };
}

/** The same as a CD that images look for by its name. */
export const makeFirstBootCd = () => makeIso('cidata', describeFirstBoot());
