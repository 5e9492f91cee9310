import { readQueues } from '../../roles/rabbitmq/queue-status.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { HostAlias } from './scenario.ts';

/** Gives the host of an alias. */
export type FindHost = (alias: HostAlias) => Host;

const members: HostAlias[] = ['first', 'second', 'third'];
const ordinals = ['second', 'third'];

/** Finds hosts by their aliases for a whole schedule: the one that leads may be another afterwards. */
export async function createFindHost(lab: Lab, aliases: HostAlias[]): Promise<FindHost> {
  const asksForBrokers = aliases.some((alias) => alias.endsWith('rabbitmq'));
  const leaders = asksForBrokers ? (await readQueues(lab.target.view)).map(({ leader }) => leader) : [];
  return (alias) => findHost(lab.target.hosts, { alias, leaders });
}

export interface FindHostOptions {
  alias: HostAlias;
  /** The nodes that lead the queues of RabbitMQ, one for each queue. */
  leaders: string[];
}

/** The host of this alias; of RabbitMQ's nodes those come first that lead most queues. */
export function findHost(hosts: Host[], { alias, leaders }: FindHostOptions): Host {
  const isMember = members.includes(alias);
  const [role = '', ordinal] = isMember ? ['mysql', alias] : alias.split(' ').toReversed();
  const countLed = ({ name }: Host) => leaders.filter((leader) => leader === name).length;
  const inOrder = hosts.filter((host) => host.role === role).toSorted((a, b) => countLed(b) - countLed(a));
  const host = inOrder[ordinals.indexOf(ordinal ?? '') + 1];
  if (!host) throw new Error(`no host of the lab is ${alias}`);
  return host;
}
