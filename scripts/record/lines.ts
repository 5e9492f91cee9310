/**
 * One line of the record, as JSON. `atMs` is when it happened, in milliseconds since 1970 by the clock of the machine
 * that writes the record. docs/record.md explains each type.
 */
export type RecordLine = SegmentLine | WatchLine | SampleLine | ActionLine | CommandLine | LogLine | LoadLine | GapLine;

export const formatVersion = 1;

/** The first line of every file: what lab this is. */
export interface SegmentLine {
  type: 'segment';
  atMs: number;
  format: typeof formatVersion;
  target?: string;
  hosts?: { name: string; role: string }[];
}

/** A watcher began or ended. Before a beginning nothing is known since the line before. */
export interface WatchLine {
  type: 'watch';
  atMs: number;
  edge: 'begin' | 'end';
  pid: number;
  intervalMs: number;
}

/** All hosts at one moment. */
export interface SampleLine {
  type: 'sample';
  atMs: number;
  /** What each process or machine does: running, paused, restarting, stopped or orphaned. */
  hosts: Record<string, string>;
  members: Record<string, MemberSample>;
  proxy: ProxySample;
  /** The API processes; once a second. */
  apis?: Record<string, ApiSample>;
  /** The nodes of etcd, where the lab has the profile locks; once a second. */
  lockNodes?: Record<string, LockNodeSample>;
  /** The way of events, where the lab has the profile events; once a second. */
  events?: EventsSample;
  /** Valkey and what API processes keep, where the lab has the profile cache; once a second. */
  cache?: CacheSample;
  /** Resident memory by host; every ten seconds, where the target can measure it. */
  memoryMb?: Record<string, number>;
}

export interface Silence {
  answers: false;
  /** Why there is no answer, such as ECONNREFUSED. */
  problem: string;
}

export type MemberSample = MemberAnswer | Silence;

export interface MemberAnswer {
  answers: true;
  /** What the member says of itself. */
  state: string;
  /** What it says of each member of its view, itself included. */
  view: Record<string, string>;
  /** Its executed transactions, as MySQL writes them. */
  gtids: string;
  /** Transactions that it has received and not applied. */
  queue: number;
  readOnly: boolean;
  /** When the last transaction that it received was committed on the member of its client. */
  lastReceivedMs?: number;
}

export type ProxySample = ProxyAnswer | Silence;

export interface ProxyAnswer {
  answers: true;
  /** HAProxy's view of each server, by its listener (mysql, api) and the host's name. */
  servers: Record<string, Record<string, ServerSample>>;
}

export interface ServerSample {
  /** HAProxy's word, such as UP or DOWN. */
  status: string;
  routed: boolean;
  /** The result of its last check, such as "Layer4 connection problem: Connection refused". */
  check: string;
  checkMs?: number;
  sessions: number;
  queue: number;
}

export type LockNodeSample = LockNodeAnswer | Silence;

export interface LockNodeAnswer {
  answers: true;
  /** The node that leads, as this one knows; empty where it knows of none. */
  leader: string;
  term: number;
  /** The last entry of its log. */
  index: number;
}

export interface CacheSample {
  valkeys: Record<string, ValkeyAnswer | Silence>;
  webs: Record<string, CopiesAnswer | Silence>;
}

export interface ValkeyAnswer {
  answers: true;
  role: 'primary' | 'replica';
  /** Replicas of a primary; whether a replica is connected to one. */
  replicas: number;
  isLinked: boolean;
  keys: number;
  followers: number;
}

export interface CopiesAnswer {
  answers: true;
  isConnected: boolean;
  copies: number;
  /** The newest: shared, invalid or being read. */
  articles: [slug: string, state: string][];
}

/** What waits on the way of events, and counts of each process since it started. */
export interface EventsSample {
  relays: Record<string, RelayAnswer | Silence>;
  consumers: Record<string, ConsumerAnswer | Silence>;
  /** By name; left out where the node that was asked gave no answer. */
  queues?: Record<string, QueueSample>;
}

export interface RelayAnswer {
  answers: true;
  /** Events in the outbox, and for how long the oldest has waited. */
  waiting: number;
  oldestSeconds: number;
  laidAside: number;
  /** How many of the outbox's partitions it works on. */
  partitions: number;
  told: number;
}

export interface ConsumerAnswer {
  answers: true;
  takenIn: number;
  deliveriesWaiting: number;
}

export interface QueueSample {
  messages: number;
  consumers: number;
  /** The node that leads it. */
  leader: string;
}

export type ApiSample = ApiAnswer | Silence;

/** Counts since the API process started; a smaller count than before means that it was started again. */
export interface ApiAnswer {
  answers: true;
  startedMs?: number;
  reads: RequestCounts;
  writes: RequestCounts;
  /** Everything else that it counts of its work on the database, under Prometheus' names, if not 0. */
  counters: Record<string, number>;
}

export interface RequestCounts {
  /** Answers below 500, and from 500 on. */
  done: number;
  failed: number;
  /** Answers by latency: how many took at most so many milliseconds. */
  within: Record<string, number>;
}

/** Something was done to a host. `begin` is written before, `done` or `failed` after it. */
export interface ActionLine {
  type: 'action';
  atMs: number;
  /** The program that did it. */
  by: string;
  /** Such as kill, start, partition. */
  action: string;
  host: string;
  edge: Edge;
  problem?: string;
}

/** A command was given, such as "recover", or a step of a chaos schedule. */
export interface CommandLine {
  type: 'command';
  atMs: number;
  by: string;
  words: string;
  edge: Edge;
  problem?: string;
}

export type Edge = 'begin' | 'done' | 'failed';

/** A line of a log that matters. */
export interface LogLine {
  type: 'log';
  atMs: number;
  /** Whether `atMs` is the log's own time. If not, it is when the watcher read the line. */
  timed: boolean;
  host: string;
  source: 'mysql' | 'haproxy' | 'api' | 'supervisor' | 'caretaker';
  mark: string;
  /** How much it matters to the program that wrote it; "note" where it is left out. */
  level?: LogLevel;
  text: string;
}

export type LogLevel = 'error' | 'warning' | 'note';

/** What the clients of ./lab load have counted so far. */
export interface LoadLine {
  type: 'load';
  atMs: number;
  edge: Edge;
  ratePerSecond: number;
  /** Since the load began, under the names of chaos/judge/; what is not known yet is left out. */
  figures: Record<string, number | null>;
  /** Once the load has ended: whether all checks passed, and what those that did not have found. */
  verdict?: { valid: boolean; problems: string[] };
  problem?: string;
}

/** Lines could not be written, for this reason: between these moments something is missing. */
export interface GapLine {
  type: 'gap';
  atMs: number;
  fromMs: number;
  lines: number;
  problem: string;
}

const types = new Set<string>(['segment', 'watch', 'sample', 'action', 'command', 'log', 'load', 'gap']);

/** Reads one line of a file; undefined for a line that is damaged, or of a type that this program does not know. */
export function parseLine(text: string): RecordLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<RecordLine> | null;
    return Number.isFinite(line?.atMs) && types.has(line?.type ?? '') ? (line as RecordLine) : undefined;
  } catch {
    return undefined;
  }
}
