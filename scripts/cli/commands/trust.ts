import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineCommand } from 'citty';
import { openLab } from '../../lab/open-lab.ts';

export const trust = defineCommand({
  args: { print: { type: 'boolean', description: "Print the authority's certificate alone" } },
  async run({ args }) {
    const { target, config } = await openLab();
    const { authority } = target.view.certificates;
    if (args.print) return process.stdout.write(authority);
    const path = join(config.stateDir, 'authority.pem');
    await writeFile(path, authority);
    const [edge] = target.view.hostsOf('edge');
    const port = edge ? target.view.at(edge, 'https').port : 8443;
    console.log(renderTrust(path, { authority, port }));
  },
});

/** How each kind of system and browser is told to trust the lab's authority, and how it forgets it. */
export function renderTrust(path: string, { authority, port }: { authority: string; port: number }) {
  const { fingerprint256 } = new X509Certificate(authority);
  return [
    `The lab's authority is in ${path}`,
    `  SHA-256 ${fingerprint256}`,
    'Its key is in the folder of the lab: who can read that can pass for any site to a browser that trusts it. Let one',
    'forget it when the lab is destroyed; each new lab makes another authority.',
    '',
    `curl             curl --cacert FILE https://localhost:${port}/api/articles`,
    'Node             NODE_EXTRA_CA_CERTS=FILE node …',
    'Firefox          Settings, Certificates, View Certificates, Authorities, Import; there it is deleted, too',
    'Chrome on Linux  certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n mysql-group-lab -i FILE   (package libnss3-tools)',
    '                 certutil -d sql:$HOME/.pki/nssdb -D -n mysql-group-lab                  forgets it',
    'Debian, Ubuntu   sudo cp FILE /usr/local/share/ca-certificates/mysql-group-lab.crt && sudo update-ca-certificates',
    '                 sudo rm /usr/local/share/ca-certificates/mysql-group-lab.crt && sudo update-ca-certificates -f',
    'macOS            security add-trusted-cert -k ~/Library/Keychains/login.keychain-db FILE   (Chrome; see below)',
    '                 security delete-certificate -c mysql-group-lab',
    'Windows          certutil -user -addstore Root FILE        (Chrome, Edge)',
    '                 certutil -user -delstore Root mysql-group-lab',
    '',
    "Safari takes no certificate that is valid for more than 825 days, and the lab's are: use another browser.",
  ]
    .join('\n')
    .replaceAll('FILE', path);
}
