import type {
  CacheSample,
  EventsSample,
  LockNodeSample,
  MemberSample,
  ProxySample,
  RecordLine,
  SampleLine,
  SegmentLine,
  ServerSample,
} from '../record/lines.ts';
import { type ApiFigures, createApiReader } from './api-figures.ts';

/** The lab at one moment: a sample, as small as everything that is shown or told of it allows. */
export interface Moment {
  type: 'moment';
  atMs: number;
  /** What each process or machine does. */
  hosts: Record<string, string>;
  members: Record<string, MemberMoment>;
  proxy: ProxyMoment;
  /** Whether each API process answered when it was asked last. */
  webs?: Record<string, boolean>;
  /** What each node of etcd said when it was asked last. */
  lockNodes?: Record<string, LockNodeSample>;
  /** What waited on the way of events when it was asked last. */
  events?: EventsSample;
  /** What Valkey and the API processes said of copies when they were asked last. */
  cache?: CacheSample;
  /** What the API did since it was asked before; only in samples in which it was asked. */
  api?: ApiFigures;
}

export type MemberMoment =
  | { answers: false; problem: string }
  | {
      answers: true;
      state: string;
      /** What it says of each member of its view. */
      view: Record<string, string>;
      transactions: number;
      queue: number;
      readOnly: boolean;
    };

export interface ProxyMoment {
  /** The host that it runs on. */
  host: string;
  answers: boolean;
  problem?: string;
  /** By listener and host. */
  servers: Record<string, Record<string, Pick<ServerSample, 'status' | 'routed' | 'check' | 'sessions'>>>;
}

/** A line of the record as it is shown and told: samples are moments. */
export type Entry = Moment | Exclude<RecordLine, SampleLine>;

/** Whether an entry is a moment. */
export const isMoment = (entry: Entry): entry is Moment => entry.type === 'moment';

/** Adds a moment to those before it. Later ones are of a clock that was set back since, and would hide it. */
export function addMoment(moments: Moment[], moment: Moment) {
  while ((moments.at(-1)?.atMs ?? 0) > moment.atMs) moments.pop();
  moments.push(moment);
}

/** Turns the lines of a record into entries, one after the other. */
export function createEntryReader() {
  const readApis = createApiReader();
  let webs: Moment['webs'];
  let lockNodes: Moment['lockNodes'];
  let events: Moment['events'];
  let cache: Moment['cache'];
  let proxyHost = 'haproxy';
  return (line: RecordLine): Entry => {
    if (line.type === 'segment') proxyHost = findProxyHost(line) ?? proxyHost;
    if (line.type !== 'sample') return line;
    const { atMs, hosts, members, proxy, apis } = line;
    lockNodes = apis ? line.lockNodes : lockNodes;
    cache = apis ? line.cache : cache;
    events = apis ? keepQueues(line.events, events) : events;
    const api = apis && readApis(atMs, apis);
    const named = Object.entries(members).map(([name, member]) => [name, describeMember(member)] as const);
    const moment = { type: 'moment', atMs, hosts, proxy: describeProxy(proxy, proxyHost) } as const;
    webs = apis ? mapValues(apis, ({ answers }) => answers) : webs;
    return {
      ...moment,
      members: Object.fromEntries(named),
      ...(webs && { webs }),
      ...(lockNodes && { lockNodes }),
      ...(events && { events }),
      ...(cache && { cache }),
      ...(api && { api }),
    };
  };
}

/** Where no node told of the queues, those are shown that were told of last. */
function keepQueues(events: EventsSample | undefined, before: EventsSample | undefined): EventsSample | undefined {
  return events && { ...(before?.queues && { queues: before.queues }), ...events };
}

function describeMember(member: MemberSample): MemberMoment {
  if (!member.answers) return { answers: false, problem: member.problem };
  const { state, view, gtids, queue, readOnly } = member;
  return { answers: true, state, view, transactions: countTransactions(gtids), queue, readOnly };
}

/** How many transactions a set of GTIDs holds, such as "uuid:1-5:7, uuid:1-3". */
export function countTransactions(gtids: string) {
  const intervals = [...gtids.matchAll(/:(\d+)(?:-(\d+))?/g)];
  return intervals.reduce((sum, [, first, last = first]) => sum + Number(last) - Number(first) + 1, 0);
}

const findProxyHost = ({ hosts }: SegmentLine) => hosts?.find(({ role }) => role === 'haproxy')?.name;

function describeProxy(proxy: ProxySample, host: string): ProxyMoment {
  if (!proxy.answers) return { host, answers: false, problem: proxy.problem, servers: {} };
  return { host, answers: true, servers: mapValues(proxy.servers, (servers) => mapValues(servers, describeServer)) };
}

function describeServer({ status, routed, check, sessions }: ServerSample) {
  return { status, routed, check, sessions };
}

function mapValues<T, U>(values: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}

/** Everything of a moment that is more than a count; two moments with equal states look the same. */
export function describeStates({ hosts, members, proxy }: Moment): string {
  const said = mapValues(members, (member) => (member.answers ? [member.state, member.view] : 'silent'));
  const routes = mapValues(proxy.servers, (servers) => mapValues(servers, ({ status }) => status));
  return JSON.stringify([hosts, said, proxy.answers, routes]);
}
