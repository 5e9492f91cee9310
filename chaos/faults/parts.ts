import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Part } from './schedule.ts';

const ordinals: Part[] = ['first', 'second', 'third'];

/** The host that plays this part in the lab. */
export function hostOf({ target }: Lab, part: Part): Host {
  const { hosts } = target;
  const members = hosts.filter(({ role }) => role === 'mysql');
  const host = members[ordinals.indexOf(part)] ?? hosts.find(({ role }) => role === part);
  if (!host) throw new Error(`no host of the lab is its ${part}`);
  return host;
}
