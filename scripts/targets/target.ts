import type { Progress } from '../messages/progress.ts';
import type { AccountOrigins, LabEndpoints } from '../settings/endpoints.ts';
import type { Host } from '../settings/lab-file.ts';

/** What a host's machine or process does, whatever the programs on it say of themselves. */
export type HostState = 'running' | 'paused' | 'restarting' | 'stopped' | 'orphaned';

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

/** Runs the hosts; nothing above it knows whether a host is a process, a container or a machine. */
export interface Target {
  readonly name: string;
  readonly hosts: Host[];
  readonly endpoints: LabEndpoints;
  readonly origins: AccountOrigins;
  /** What the servers are, once known, such as "MySQL 9.7.4". */
  prepare(progress: Progress, signal?: AbortSignal): Promise<void>;
  /** Starts a host; a member joins its group by itself, unless it is told to wait. */
  start(host: Host, options?: { joinOnBoot: boolean }): Promise<void>;
  /** Whether a member joins its group by itself whenever it starts from now on. */
  setJoinOnBoot(host: Host, joinOnBoot: boolean): Promise<void>;
  stop(host: Host): Promise<void>;
  kill(host: Host): Promise<void>;
  pause(host: Host): Promise<void>;
  resume(host: Host): Promise<void>;
  /** Lets HAProxy read its configuration anew, without a refused connection. */
  reload(host: Host): Promise<void>;
  state(host: Host): Promise<HostState>;
  /** Resident memory of a host's programs, where this target can tell. */
  memoryMb?(host: Host): Promise<number | undefined>;
  /** Puts a member's binary logs aside and gives it an empty data directory; tells where the logs are. */
  reset(host: Host): Promise<string>;
  /** Prints a host's log; follows it until the signal where asked to. */
  logs(source: LogSource, options: { lines: number; follow: boolean; signal?: AbortSignal }): AsyncIterable<string>;
  /** The command line of an interactive MySQL client on a member. */
  sqlCommand(host: Host): Promise<{ command: string[]; environment: NodeJS.ProcessEnv }>;
  /** Starts what forms the group again when all members are back; does nothing where it runs. */
  startCaretaker(): Promise<void>;
  stopCaretaker(): Promise<void>;
  caretakerState(): Promise<HostState>;
  /** Gives hosts that are on a new machine their part of the lab; a target without machines has none. */
  tendHosts?(names: string[], progress: Progress): Promise<void>;
  /** What can be done to a machine and its network; undefined where hosts are mere processes. */
  readonly faults?: MachineFaults;
  /** Removes everything the lab made. */
  destroy(): Promise<void>;
}
