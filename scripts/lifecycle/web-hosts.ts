import type { Host } from '../settings/lab-file.ts';
import type { LabRecord } from '../state/lab-record.ts';

interface Known {
  hosts: Host[];
  record: Pick<LabRecord, 'webHosts'>;
}

/** Whether lab.json lists other web hosts than those that the lab was started with last. */
export function hasOtherWebHosts({ hosts, record }: Known) {
  const names = listWebNames(hosts);
  // A lab that remembers none has only ever had one.
  const known = record.webHosts ?? names.slice(0, 1);
  return names.length !== known.length || names.some((name) => !known.includes(name));
}

/** All hosts that may be running: those of lab.json, and web hosts that it does not list any more. */
export function listWithFormer({ hosts, record }: Known): Host[] {
  const likeness = hosts.find(({ role }) => role === 'web');
  const former = (record.webHosts ?? []).filter((name) => !hosts.some((host) => host.name === name));
  return [...hosts, ...former.flatMap((name) => (likeness ? [{ ...likeness, name }] : []))];
}

/** The names of the web hosts, in the order of lab.json. */
export function listWebNames(hosts: Host[]) {
  return hosts.filter(({ role }) => role === 'web').map(({ name }) => name);
}
