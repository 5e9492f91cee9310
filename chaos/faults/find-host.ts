import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { HostAlias } from './scenario.ts';

const ordinals: HostAlias[] = ['first', 'second', 'third'];

/** The host of this alias in the lab. */
export function findHost({ target }: Lab, alias: HostAlias): Host {
  const { hosts } = target;
  const members = hosts.filter(({ role }) => role === 'mysql');
  const host = members[ordinals.indexOf(alias)] ?? hosts.find(({ role }) => role === alias);
  if (!host) throw new Error(`no host of the lab is ${alias}`);
  return host;
}
