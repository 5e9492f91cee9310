import { join } from 'node:path';
import type { Roles } from '../../../roles/find-roles.ts';
import type { FoundRole } from '../../../roles/role.ts';
import { createView, type LabView } from '../../../roles/view.ts';
import type { Host } from '../../settings/lab-file.ts';

/** The only address of a lab on one machine. */
export const loopback = '127.0.0.1';

/** Where a host keeps its files. */
export function hostDir(stateDir: string, host: { name: string }) {
  return join(stateDir, 'hosts', host.name);
}

/** A process beside the lab, which lab.json does not list. */
export function hostBesideLab({ name, ownPorts = {} }: FoundRole): Host {
  return { name, role: name, lastOctet: 0, memoryMb: 0, localPorts: ownPorts };
}

/** A host's ports on this machine, moved by LAB_PORT_SHIFT. */
export function shiftPorts(host: Host, shift: number): Host {
  const moved = Object.entries(host.localPorts).map(([name, port]) => [name, port + shift]);
  return { ...host, localPorts: Object.fromEntries(moved) };
}

export type LocalPlace = Pick<
  LabView,
  'hosts' | 'stateDir' | 'database' | 'secrets' | 'certificates' | 'record' | 'environment'
>;

/** What roles may know of a lab whose hosts are processes of this machine. */
export function createLocalView(place: LocalPlace, roles: Roles): LabView {
  const hosts = place.hosts.map((host) => shiftPorts(host, place.record.portShift ?? 0));
  const at = ({ name, localPorts }: Host, port: string) => {
    const number = localPorts[port];
    if (number === undefined) throw new Error(`${name} has no port "${port}"`);
    return { address: loopback, port: number };
  };
  const view = {
    ...place,
    hostsAre: 'processes' as const,
    hosts,
    at,
    addressOf: () => loopback,
    folderOf: (host: { name: string }) => hostDir(place.stateDir, host),
    toolsAddress: loopback,
    machines: [],
  };
  return createView(view, roles);
}
