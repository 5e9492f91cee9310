import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import type { LabView } from '../view.ts';

/** What one Valkey may keep. */
export const memoryMb = 64;
const followedKeys = 200_000;

/** The password of Valkey and of Sentinel, which the role of the API makes. */
export const passwordOf = ({ secrets }: LabView) => (secrets.valkey as Account).password;

/** A value as the configurations quote it. */
export const quote = (value: string) => JSON.stringify(value);

/** What does not change while Valkey runs; what Sentinel makes of a host, it writes into its own file. */
export function renderValkeyConf(host: Host, view: LabView): string {
  return renderLines([
    ...listShared(host, view, 'valkey'),
    `masterauth ${quote(passwordOf(view))}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    `maxmemory ${memoryMb}mb`,
    'maxmemory-policy allkeys-lru',
    `tracking-table-max-keys ${followedKeys}`,
    'repl-diskless-sync-delay 0',
    'repl-timeout 5',
    'tcp-keepalive 5',
    'loglevel notice',
  ]);
}

/** Lines that the configurations of Valkey and of Sentinel begin with: where it listens, where its files are, who may ask. */
export function listShared(host: Host, view: LabView, port: 'valkey' | 'sentinel'): string[] {
  const at = view.at(host, port);
  return [
    `bind ${at.address}`,
    `port ${at.port}`,
    `dir ${quote(dataOf(host, view))}`,
    `requirepass ${quote(passwordOf(view))}`,
  ];
}

/** A file of these lines. */
export const renderLines = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

/** Where a host keeps its data, and the file that the program writes itself. */
export const dataOf = (host: Host, view: LabView) =>
  view.hostsAre === 'machines' ? '/var/lib/valkey' : join(view.folderOf(host), 'data');
export const ownFileOf = (host: Host, view: LabView) => join(dataOf(host, view), 'own.conf');

/** Which host a Valkey copies from when it starts for the first time; none where it begins as the primary. */
export function renderFirstRole(host: Host, view: LabView): string {
  const first = view.hostsOf('valkey')[0] as Host;
  const { address, port } = view.at(first, 'valkey');
  return host.name === first.name ? '' : `replicaof ${address} ${port}\n`;
}

/** The file that the program writes itself: it is there before the first start, and only its own account reads it. */
export async function writeOwnFile(host: Host, view: LabView, text: string): Promise<void> {
  await mkdir(dataOf(host, view), { recursive: true, mode: 0o700 });
  const path = ownFileOf(host, view);
  if (!existsSync(path)) await writeFile(path, text, { mode: 0o600 });
  await chmod(path, 0o600);
}

/** Keeps of a file that Valkey wrote only which host it copies: the rest is rendered anew for each start. */
export async function keepOnlyRole(host: Host, view: LabView, include: string): Promise<void> {
  const path = ownFileOf(host, view);
  if (!existsSync(path)) return;
  const role = /^replicaof .+$/m.exec(await readFile(path, 'utf8'))?.[0];
  await writeFile(path, role === undefined ? include : `${include}${role}\n`, { mode: 0o600 });
}
