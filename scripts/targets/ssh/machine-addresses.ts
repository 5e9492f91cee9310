import type { Roles } from '../../../roles/find-roles.ts';
import { createView, type LabView, type Machine } from '../../../roles/view.ts';
import { UserError } from '../../messages/user-error.ts';
import { type Host, listMachines } from '../../settings/lab-file.ts';

/** A machine's address on the lab's network. */
export function addressOf(host: Host, prefix: string) {
  return `${prefix}.${host.lastOctet}`;
}

export interface MachinePlace
  extends Pick<LabView, 'hosts' | 'stateDir' | 'database' | 'secrets' | 'certificates' | 'record' | 'environment'> {
  prefix: string;
}

/** What roles may know of a lab whose hosts are machines of their own. */
export function createMachineView({ prefix, ...place }: MachinePlace, roles: Roles): LabView {
  const at = (host: Host, port: string) => {
    const number = machineConfOf(host, roles).ports[port];
    if (number === undefined) throw new Error(`The machine.conf of ${host.role} has no port "${port}"`);
    return { address: addressOf(host, prefix), port: number };
  };
  const view = {
    ...place,
    hostsAre: 'machines' as const,
    at,
    addressOf: (host: Host) => addressOf(host, prefix),
    folderOf: () => '/etc/mysql-group-lab',
    toolsAddress: addressOf(findToolsHost(place.hosts), prefix),
    machines: listUnits(place.hosts, roles),
  };
  return createView(view, roles);
}

/** The machines, and whose log each unit there writes: that of its host, or, where it runs on all, the machine's. */
function listUnits(hosts: Host[], roles: Roles): Machine[] {
  const tools = findToolsHost(hosts);
  return listMachines(hosts).map((machine) => {
    const own = hosts
      .filter(({ lastOctet }) => lastOctet === machine.lastOctet)
      .map((host) => [roles.of(host).machine?.unit, host.name]);
    const beside = roles.all.flatMap(({ name, machine: { beside: place, unit } = {} }) => {
      if (place === 'machines') return [[unit, machine.name]];
      const isHere = place === 'tools' ? machine === tools : place === roles.of(machine).name;
      return isHere ? [[unit, name]] : [];
    });
    const named = [...own, ...beside].filter(([unit]) => unit !== undefined);
    return { name: machine.name, lastOctet: machine.lastOctet, units: Object.fromEntries(named) };
  });
}

/** The hosts on whose machines a host's service runs: its own, or those of all machines. */
export function listPlaces(host: Host, { hosts, roles }: { hosts: Host[]; roles: Roles }) {
  return machineConfOf(host, roles).beside === 'machines' ? listMachines(hosts) : [host];
}

/** The machine.conf of a host's role; a role without one cannot be on a machine. */
export function machineConfOf(host: Host, roles: Roles) {
  const { machine, folder } = roles.of(host);
  if (machine) return machine;
  throw new UserError(`${host.name} cannot be a machine: ${folder} has no machine.conf`, {
    next: 'write one (docs/vagrant.md lists its words), or run the host as a process: npm start',
  });
}

/** The first web host, on whose machine the lab's tools run. */
export function findToolsHost(hosts: Host[]) {
  const host = hosts.find(({ role }) => role === 'web');
  if (!host) throw new Error('lab.json holds no host with the role web');
  return host;
}
