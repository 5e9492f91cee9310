import type { MemberAccess } from '../scripts/database/open-member.ts';
import type { Part, ProgramSource } from '../scripts/servers/program.ts';
import type { Endpoint, LabEndpoints } from '../scripts/settings/endpoints.ts';
import type { Host } from '../scripts/settings/lab-file.ts';
import type { Account } from '../scripts/state/secrets.ts';
import type { MachineConf } from './machine-conf.ts';
import type { MetricsSource } from './metrics-source.ts';
import type { LabView } from './view.ts';

/**
 * A kind of host: everything the lab knows of it, as data and small functions. roles/NAME/role.ts exports one as `role`;
 * the targets interpret it, as a supervised process or as a unit of systemd on a machine. Packages, units, places of files
 * and firewall flows of a machine are in roles/NAME/machine.conf, which is read where there is no Node yet.
 */
export interface Role {
  /** What people call it, such as MySQL. */
  title: string;
  /** How many hosts of it lab.json must hold, and may; any number where it is left out. */
  count?: { least: number; most: number };
  /** What listens, by the names that lab.json uses in `localPorts`. */
  ports: Record<string, RolePort>;
  /** Ports of a host that depend on the other hosts; those that lab.json gives it where this is left out. */
  settlePorts?(host: Host, hosts: Host[]): Record<string, number>;
  /** Its ports where it runs beside the lab, and lab.json gives it none. */
  ownPorts?: Record<string, number>;
  /** The roles whose hosts start before those of this one, and stop after them. */
  startsAfter: string[];

  /** Programs of Debian's and Ubuntu's packages; Node itself, which runs the lab, is always there. */
  programs: ProgramSource[];

  /** Passwords and keys, made once per lab and kept with mode 600. */
  secrets?(): Record<string, Account | string>;
  /** Its hosts prove who they are with a certificate of the lab's authority. */
  hasCertificate?: boolean;
  /** Names and addresses, beside the host's name, by which clients know it. */
  certificateNames?(host: Host, networkPrefix: string): string[];
  /** What a host runs and what it has to know: the same for a process and for a unit. */
  plan(host: Host, view: LabView, options: StartOptions): HostPlan;
  /** Makes what a process needs before its first start, such as a data directory; does nothing where it is there. */
  prepare?(host: Host, at: PreparedAt): Promise<void>;
  /** What the `prepare` of the role's machine.sh is given on a machine before the first start, such as its accounts. */
  preparation?(view: LabView): string;
  /** Puts right what the last run of a process left behind. */
  beforeStart?(host: Host, view: LabView): Promise<void>;
  /** Waits before the next start of a program that ended unasked; a second more with each failure, where it is less. */
  restartPauseS?: number;
  /** It is of use on machines alone: a lab of processes has no such host. */
  needsMachines?: boolean;
  /** Work of this role can wait: as a process it does not interrupt the programs of other hosts. */
  canWait?: boolean;
  /** What answers where, of the parts of the lab that clients and tools speak to. */
  endpoints?(view: LabView): Partial<LabEndpoints>;
  /** Numbers of a host that Prometheus asks for where the lab has one. */
  metrics?(host: Host, view: LabView): MetricsSource[];
  /** Its plan names all hosts of the lab: it reads its configuration anew where a profile is added or removed. */
  followsProfiles?: boolean;
  /** What the application's database has only while a lab has hosts of this role. */
  inDatabase?: { begin(member: MemberAccess, view: LabView): Promise<void>; end(member: MemberAccess): Promise<void> };

  /** How a host does, for `status`; waits for no answer longer than two seconds. */
  look(host: Host, question: Question): Promise<HostLook>;
  /** How a host reads its configuration anew without a refused connection; undefined where it cannot. */
  reload?: Reload;
  /** Puts aside what may be needed of a host's data, and removes the rest. */
  reset?(host: Host, at: { view: LabView; savedDir: string }): Promise<void>;
  /** The client with which a person speaks to a host. */
  client?(host: Host, view: LabView): { program: string; args: string[]; environment: Record<string, string> };
}

/** A role as it was found: its folder holds the files that it names. */
export interface FoundRole extends Role {
  /** The folder's name. */
  name: string;
  folder: string;
  /** What the tools have to know of its machine.conf; none where the role runs as processes only. */
  machine?: MachineConf;
}

export interface RolePort {
  /** lab.json may leave it out. */
  optional?: boolean;
  /** Browsers speak to it: they refuse some ports. */
  forBrowsers?: boolean;
}

export interface StartOptions {
  /** Whether the host joins its group by itself when it starts. */
  joinOnBoot: boolean;
}

export interface HostPlan {
  /** One of the role's programs, `node`, or `sh` for a script of the role's own. */
  program: string;
  args: string[];
  /** Beside what the person set in the environment and `.env`, and before it. */
  environment: Record<string, string>;
  files: HostFile[];
}

export interface HostFile {
  /** Its name in the host's folder. */
  name: string;
  text: string;
  /** Where it is a file of a process, only the account that runs it may read it; machine.conf has the mode on machines. */
  secret?: boolean;
}

export interface PreparedAt {
  view: LabView;
  /** The command line of one of the role's programs. */
  commandLine(program: string, args: string[]): [string, ...string[]];
  /** Where a folder of a program's packages is. */
  locate(program: string, part: Part): string;
}

/** What a machine, or a process, does, whatever the programs on it say of themselves; a silent one does not tell. */
export type HostState = 'running' | 'paused' | 'restarting' | 'stopped' | 'orphaned' | 'silent';

/** One look at all hosts at a time. */
export interface Question {
  view: LabView;
  state: HostState;
  /** An answer that several hosts of one look share, such as HAProxy's statistics, is asked for once. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T>;
}

export interface HostLook {
  /** Where clients or people reach it, for the table of `status`. */
  address: string;
  /** It does what it is there for. */
  healthy: boolean;
  /** A few words for the table, such as "ONLINE, routed". */
  text: string;
  /** What it does when it is healthy, such as "is ONLINE and routed"; "answers" where it is left out. */
  does?: string;
  /** Its program's version; empty where it is the lab's own or does not tell. */
  version: string;
  /** Further lines below the host's, for what else it listens for. */
  also?: { title: string; address: string; text: string }[];
  /** There is nothing to wait for when the lab starts; the same as `healthy` where it is left out. */
  settled?: boolean;
}

export interface Reload {
  /** What a process is sent. */
  signal: NodeJS.Signals;
  /** What has to be done before. */
  before?(host: Host, view: LabView): Promise<void>;
}

/** What a host that does not answer is said to do. */
export function renderSilence(state: HostState) {
  return state === 'running' || state === 'silent' ? 'does not answer' : state;
}

/** Whether nothing of a host is known to run. */
export const isAway = (state: HostState) => state === 'stopped' || state === 'silent';

/** An endpoint as people write it. */
export function renderEndpoint({ address, port }: Endpoint) {
  return `${address}:${port}`;
}
