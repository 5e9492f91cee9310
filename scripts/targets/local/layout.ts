import { join } from 'node:path';
import type { LabEndpoints } from '../../settings/endpoints.ts';
import type { Host, LabFile } from '../../settings/lab-file.ts';

/** The only address of a lab on one machine. */
export const loopback = '127.0.0.1';

/** Where a host keeps its files. */
export function hostDir(stateDir: string, host: { name: string }) {
  return join(stateDir, 'hosts', host.name);
}

/** A host's ports on this machine, moved by LAB_PORT_SHIFT. */
export function shiftPorts<H extends Host>(host: H, shift: number): H {
  const moved = Object.entries(host.localPorts).map(([name, port]) => [name, port + shift]);
  return { ...host, localPorts: Object.fromEntries(moved) };
}

/** Where the parts of a local lab answer. */
export function localEndpoints(hosts: Host[]): LabEndpoints {
  const haproxy = pick(hosts, 'haproxy');
  const at = (port: number) => ({ address: loopback, port });
  const webs = pickAll(hosts, 'web').map(({ name, localPorts }) => ({ name, http: at(localPorts.http) }));
  return {
    members: pickAll(hosts, 'mysql').map(({ name, localPorts }) => ({ name, mysql: at(localPorts.mysql) })),
    database: at(haproxy.localPorts.mysql),
    stats: at(haproxy.localPorts.stats),
    api: at(haproxy.localPorts.http ?? pick(hosts, 'web').localPorts.http),
    webs,
  };
}

/** All hosts of one role. */
export function pickAll<R extends Host['role']>(hosts: LabFile['hosts'], role: R) {
  return hosts.filter((host): host is Extract<Host, { role: R }> => host.role === role);
}

/** The first host of a role; lab.json was checked to hold one. */
export function pick<R extends Host['role']>(hosts: LabFile['hosts'], role: R) {
  return pickAll(hosts, role)[0] as Extract<Host, { role: R }>;
}
