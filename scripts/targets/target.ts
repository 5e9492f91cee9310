import type { Roles } from '../../roles/find-roles.ts';
import type { HostState, StartOptions } from '../../roles/role.ts';
import type { LabView } from '../../roles/view.ts';
import type { Progress } from '../messages/progress.ts';
import type { Config } from '../settings/config.ts';
import type { AccountOrigins, Endpoint, LabEndpoints } from '../settings/endpoints.ts';
import type { Host, LabFile } from '../settings/lab-file.ts';
import type { Certificates } from '../state/certificates.ts';
import type { LabRecord } from '../state/lab-record.ts';
import type { Secrets } from '../state/secrets.ts';

/** Faults that only a host with a machine and a network of its own can have. */
export interface MachineFaults {
  /** Nothing passes any more between this host and the others. */
  partition(host: Host, from: Host[]): Promise<void>;
  /** Ends partition and slow. */
  heal(host: Host): Promise<void>;
  /** What the host sends arrives this much later. */
  slow(host: Host, delayMs: number): Promise<void>;
  /** The machine loses its power. */
  poweroff(host: Host): Promise<void>;
  /** Has a machine that has no power switched on, and waits until it answers; does nothing where it does. */
  switchOn(host: Host): Promise<void>;
  /** What cannot be done to these machines, with the reason. */
  findLacks(): Promise<FaultLacks>;
}

export interface FaultLacks {
  slow?: string;
  switchOn?: string;
}

/** Whose log: a host, or the caretaker. */
export interface LogSource {
  name: string;
}

export interface PrepareOptions {
  hosts?: Host[];
  signal?: AbortSignal;
}

export interface TargetOptions {
  config: Config;
  /** lab.json. */
  file: LabFile;
  roles: Roles;
  /** The hosts of the lab, with those of the profiles that are on. */
  hosts: Host[];
  /** The application's database. */
  database: string;
  secrets: Secrets;
  certificates: Certificates;
  record: LabRecord;
}

/** Runs the hosts; nothing above it knows whether a host is a process, a container or a machine. */
export interface Target {
  readonly name: string;
  /** How long started hosts may take until they answer. */
  readonly settlesWithinMs: number;
  /** The hosts of the lab, with those of the profiles that are on. */
  readonly hosts: Host[];
  readonly roles: Roles;
  /** What roles may know of the lab on this target. */
  readonly view: LabView;
  readonly endpoints: LabEndpoints;
  readonly origins: AccountOrigins;
  /** Finds or fetches what these hosts run, all of the lab's where none are named, and makes what they need. */
  prepare(progress: Progress, options?: PrepareOptions): Promise<void>;
  /** Starts a host; a member joins its group by itself, unless it is told to wait. */
  start(host: Host, options?: StartOptions): Promise<void>;
  /** Whether a member joins its group by itself whenever it starts from now on. */
  setJoinOnBoot(host: Host, joinOnBoot: boolean): Promise<void>;
  stop(host: Host): Promise<void>;
  kill(host: Host): Promise<void>;
  pause(host: Host): Promise<void>;
  resume(host: Host): Promise<void>;
  /** Lets a host read its configuration anew without a refused connection, where its role can. */
  reload(host: Host): Promise<void>;
  state(host: Host): Promise<HostState>;
  /** Tells a host's state again and again until the signal, where asking each time would cost a machine too much. */
  followState?(host: Host, signal: AbortSignal): AsyncIterable<HostState>;
  /** Resident memory of a host's programs, where this target can tell. */
  memoryMb?(host: Host): Promise<number | undefined>;
  /** Puts a member's binary logs aside and gives it an empty data directory; tells where the logs are. */
  reset(host: Host): Promise<string>;
  /** Prints a host's log; follows it until the signal where asked to. */
  logs(source: LogSource, options: { lines: number; follow: boolean; signal?: AbortSignal }): AsyncIterable<string>;
  /** Keeps the logs short that would otherwise fill this machine's disk; a target whose machines do so has none. */
  rotateLogs?(): Promise<void>;
  /** The command line of an interactive MySQL client on a member. */
  sqlCommand(host: Host): Promise<{ command: string[]; environment: NodeJS.ProcessEnv }>;
  /** Starts what forms the group again when all members are back; does nothing where it runs. */
  startCaretaker(): Promise<void>;
  stopCaretaker(): Promise<void>;
  caretakerState(): Promise<HostState>;
  /** What records the lab; undefined where the target runs none. */
  readonly watcher?: {
    start(): Promise<void>;
    stop(): Promise<void>;
    state(): Promise<HostState>;
    /** Where people open the page. */
    page: Endpoint;
    /** Where it listens for them, if that is another place. */
    listener?: Endpoint;
  };
  /** Gives hosts that are on a new machine their part of the lab; a target without machines has none. */
  tendHosts?(names: string[], progress: Progress): Promise<void>;
  /** What can be done to a machine and its network; undefined where hosts are mere processes. */
  readonly faults?: MachineFaults;
  /** Removes everything the lab made. */
  destroy(): Promise<void>;
}
