import type { Config } from '../scripts/settings/config.ts';
import type { Endpoint, LabEndpoints } from '../scripts/settings/endpoints.ts';
import type { Host } from '../scripts/settings/lab-file.ts';
import type { Certificates } from '../scripts/state/certificates.ts';
import type { LabRecord } from '../scripts/state/lab-record.ts';
import type { Secrets } from '../scripts/state/secrets.ts';
import type { MetricsSource } from './metrics-source.ts';

/** What a role may know of the lab that its hosts belong to. */
export interface LabView {
  hostsAre: 'processes' | 'machines';
  /** All hosts of the lab, with those of the profiles that are on. */
  hosts: Host[];
  /** The hosts of one role, in the order of lab.json. */
  hostsOf(role: string): Host[];
  /** Where a port of a host answers: on this machine, or at the machine's address on the lab's network. */
  at(host: Host, port: string): Endpoint;
  /** The address that a host listens on. */
  addressOf(host: Host): string;
  /** What Prometheus can ask the hosts for; each role tells its own. */
  listMetrics(): MetricsSource[];
  /** Where a host keeps its files. */
  folderOf(host: { name: string }): string;
  /** The address that the lab's tools come from. */
  toolsAddress: string;
  /** The lab's machines; none where hosts are processes. */
  machines: Machine[];
  /** The lab's own folder. */
  stateDir: string;
  /** The application's database. */
  database: string;
  secrets: Secrets;
  certificates: Certificates;
  record: LabRecord;
  /** What the person set: the environment and `.env`. */
  environment: Config['environment'];
}

/** A machine, named after its first host, and which unit of systemd there writes the log of which host. */
export interface Machine {
  name: string;
  lastOctet: number;
  units: Record<string, string>;
}

/** Whether the way to the members is encrypted: between machines it is; on one a person may want to see what it costs. */
export function isEncrypted({ environment, hostsAre }: LabView) {
  return (environment.LAB_TLS || (hostsAre === 'machines' ? 'on' : 'off')) === 'on';
}

type Place = Omit<LabView, 'hostsOf' | 'listMetrics'>;

interface NamedRoles {
  of(host: Host): { name: string; metrics?(host: Host, view: LabView): MetricsSource[] };
}

interface AnsweringRoles {
  all: { endpoints?(view: LabView): Partial<LabEndpoints> }[];
}

/** Completes what a target knows to what roles may know. */
export function createView(place: Place, roles: NamedRoles): LabView {
  const view: LabView = {
    ...place,
    hostsOf: (role) => place.hosts.filter((host) => roles.of(host).name === role),
    listMetrics: () => place.hosts.flatMap((host) => roles.of(host).metrics?.(host, view) ?? []),
  };
  return view;
}

/** The parts of the lab that clients and tools speak to; each role tells its own. */
export function listEndpoints(view: LabView, roles: AnsweringRoles): LabEndpoints {
  const parts = roles.all.map((role) => role.endpoints?.(view) ?? {});
  return Object.assign({}, ...parts) as LabEndpoints;
}
