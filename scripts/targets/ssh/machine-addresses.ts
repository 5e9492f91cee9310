import type { Roles } from '../../../roles/find-roles.ts';
import { createView, type LabView } from '../../../roles/view.ts';
import type { AccountOrigins, LabEndpoints } from '../../settings/endpoints.ts';
import type { Host, LabFile } from '../../settings/lab-file.ts';

/** What listens where on the machines; the same everywhere, as each machine has an address of its own. */
export const ports = { mysql: 3306, group: 33061, listener: 3306, stats: 9201, http: 80 } as const;

/** A machine's address on the lab's network. */
export function addressOf(host: Host, prefix: string) {
  return `${prefix}.${host.lastOctet}`;
}

export interface MachinePlace
  extends Pick<LabView, 'hosts' | 'stateDir' | 'database' | 'secrets' | 'record' | 'environment'> {
  prefix: string;
}

/** What roles may know of a lab whose hosts are machines of their own. */
export function createMachineView({ prefix, ...place }: MachinePlace, roles: Roles): LabView {
  const at = (host: Host, port: string) => {
    const onMachines = roles.of(host).ports[port]?.onMachines;
    if (onMachines === undefined) throw new Error(`${host.name} has no port "${port}"`);
    return { address: addressOf(host, prefix), port: onMachines };
  };
  const view = {
    ...place,
    hostsAre: 'machines' as const,
    at,
    addressOf: (host: Host) => addressOf(host, prefix),
    folderOf: () => '/etc/mysql-group-lab',
    toolsAddress: firstAddress(place.hosts, 'web', prefix),
  };
  return createView(view, roles);
}

/** Where the parts of the lab answer. */
export function machineEndpoints(hosts: LabFile['hosts'], prefix: string): LabEndpoints {
  const at = (role: Host['role'], port: number) => ({ address: firstAddress(hosts, role, prefix), port });
  return {
    members: ofRole(hosts, 'mysql').map((host) => ({
      name: host.name,
      mysql: { address: addressOf(host, prefix), port: ports.mysql },
    })),
    database: at('haproxy', ports.listener),
    stats: at('haproxy', ports.stats),
    api: at('web', ports.http),
    webs: ofRole(hosts, 'web').map((host) => ({
      name: host.name,
      http: { address: addressOf(host, prefix), port: ports.http },
    })),
  };
}

/** Where the database's accounts may come from: the tools run on the web machine. */
export function machineOrigins(hosts: LabFile['hosts'], prefix: string): AccountOrigins {
  return {
    tools: firstAddress(hosts, 'web', prefix),
    haproxy: firstAddress(hosts, 'haproxy', prefix),
    members: ofRole(hosts, 'mysql').map((host) => addressOf(host, prefix)),
  };
}

/** All hosts of one role, in the order of lab.json. */
export function ofRole(hosts: Host[], role: Host['role']) {
  return hosts.filter((host) => host.role === role);
}

function firstAddress(hosts: Host[], role: Host['role'], prefix: string) {
  const host = ofRole(hosts, role)[0];
  if (!host) throw new Error(`lab.json holds no host with the role ${role}`);
  return addressOf(host, prefix);
}
