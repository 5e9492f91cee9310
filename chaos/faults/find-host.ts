import { askNodes, type NodeStatus } from '../../roles/etcd/node-status.ts';
import { readQueues } from '../../roles/rabbitmq/queue-status.ts';
import { renderEndpoint } from '../../roles/role.ts';
import { askSentinel } from '../../roles/sentinel/sentinel-status.ts';
import type { Lab } from '../../scripts/lab/open-lab.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { HostAlias } from './scenario.ts';

/** Gives the host of an alias. */
export type FindHost = (alias: HostAlias) => Host;

const members: HostAlias[] = ['first', 'second', 'third'];
const ordinals = ['second', 'third'];

/** Finds hosts by their aliases for a whole schedule: the one that leads may be another afterwards. */
export async function createFindHost(lab: Lab, aliases: HostAlias[]): Promise<FindHost> {
  const { view } = lab.target;
  const asksFor = (role: string) => aliases.some((alias) => alias.endsWith(role));
  const leaders = [
    ...(asksFor('rabbitmq') ? (await readQueues(view)).map(({ leader }) => leader) : []),
    ...(asksFor('valkey') ? await listPrimaries(lab) : []),
    ...(asksFor('etcd') ? listLeaders(await askNodes(view, { timeoutMs: 1_000 })) : []),
  ];
  return (alias) => findHost(lab.target.hosts, { alias, leaders });
}

/** The Valkey that most Sentinels take for the primary comes first. */
async function listPrimaries({ target: { view } }: Lab): Promise<string[]> {
  const statuses = await Promise.all(
    view.hostsOf('sentinel').map((host) => askSentinel(view, host, { timeoutMs: 1_000 }).catch(() => undefined)),
  );
  const isAt = (place?: string) => (host: Host) => renderEndpoint(view.at(host, 'valkey')) === place;
  return statuses.flatMap((status) => view.hostsOf('valkey').find(isAt(status?.primary))?.name ?? []);
}

const listLeaders = (statuses: Map<string, NodeStatus>) => [...statuses.values()].map(({ leader }) => leader);

export interface FindHostOptions {
  alias: HostAlias;
  /** The nodes that lead: of RabbitMQ one for each queue, of etcd one for each node that says so, of Valkey one for each Sentinel. */
  leaders: string[];
}

/** The host of this alias; of the nodes of a cluster those come first that lead most. */
export function findHost(hosts: Host[], { alias, leaders }: FindHostOptions): Host {
  const isMember = members.includes(alias);
  const [role = '', ordinal] = isMember ? ['mysql', alias] : alias.split(' ').toReversed();
  const countLed = ({ name }: Host) => leaders.filter((leader) => leader === name).length;
  const inOrder = hosts.filter((host) => host.role === role).toSorted((a, b) => countLed(b) - countLed(a));
  const host = inOrder[ordinals.indexOf(ordinal ?? '') + 1];
  if (!host) throw new Error(`no host of the lab is ${alias}`);
  return host;
}
