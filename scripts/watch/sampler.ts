import { askNodes, type NodeStatus } from '../../roles/etcd/node-status.ts';
import { parseStatistics, type ServerStatistics } from '../../roles/haproxy/statistics.ts';
import { countApi } from '../record/api-counts.ts';
import type { ApiSample, LockNodeSample, ProxySample, SampleLine, ServerSample } from '../record/lines.ts';
import type { WebHost } from '../settings/endpoints.ts';
import type { Secrets } from '../state/secrets.ts';
import type { Target } from '../targets/target.ts';
import { describeSilence } from './describe-silence.ts';
import { httpGet } from './http-get.ts';
import { readCache } from './watch-cache.ts';
import { watchEvents } from './watch-events.ts';
import { watchMember } from './watch-member.ts';
import { watchStates } from './watch-states.ts';

export interface WatchedLab {
  target: Pick<Target, 'name' | 'hosts' | 'view' | 'endpoints' | 'state' | 'followState' | 'memoryMb' | 'logs'>;
  secrets: Pick<Secrets, 'monitor' | 'stats'>;
}

// The API renders all of its metrics for each answer: five times a second would be felt.
const everySecond = 5;
// This reads every process of the machine.
const memoryEverySamples = 50;
const timeoutMs = 400;

/** Asks all hosts at once, one sample after another. */
export function createSampler({ target, secrets }: WatchedLab) {
  const { members, webs } = target.endpoints;
  const watches = members.map((member) => watchMember(member, { account: secrets.monitor, members }));
  const states = watchStates(target);
  const askEvents = watchEvents(target, { timeoutMs });
  let count = 0;
  const take = async (): Promise<SampleLine> => {
    const atMs = Date.now();
    const isSecond = count % everySecond === 0;
    const askMemory = count % memoryEverySamples === 0 && target.memoryMb !== undefined;
    count += 1;
    const [hosts, answers, proxy, apis, lockNodes, events, cache, memoryMb] = await Promise.all([
      forEach(target.hosts, (host) => states.read(host)),
      Promise.all(watches.map((watch) => watch.ask())),
      readProxy({ target, secrets }),
      isSecond ? forEach(webs, readApi) : undefined,
      isSecond ? readLockNodes(target) : undefined,
      isSecond ? askEvents() : undefined,
      isSecond ? readCache(target, { timeoutMs }) : undefined,
      askMemory ? readMemory(target) : undefined,
    ]);
    const named = Object.fromEntries(members.map(({ name }, index) => [name, answers[index]]));
    const sample = { type: 'sample', atMs, hosts, members: named as SampleLine['members'], proxy } as const;
    return {
      ...sample,
      ...(apis && { apis }),
      ...(lockNodes && { lockNodes }),
      ...(events && { events }),
      ...(cache && { cache }),
      ...(memoryMb && { memoryMb }),
    };
  };
  const close = () => {
    states.close();
    for (const watch of watches) watch.close();
  };
  return { take, close };
}

async function forEach<Item extends { name: string }, T>(items: Item[], ask: (item: Item) => Promise<T>) {
  const entries = await Promise.all(items.map(async (item) => [item.name, await ask(item)] as const));
  return Object.fromEntries(entries) as Record<string, T>;
}

async function readProxy({ target: { endpoints }, secrets }: WatchedLab): Promise<ProxySample> {
  const { stats, members, webs } = endpoints;
  const auth = `${secrets.stats.username}:${secrets.stats.password}`;
  try {
    const csv = await httpGet(`http://${stats.address}:${stats.port}/;csv`, { timeoutMs, auth });
    const { servers } = parseStatistics(csv);
    return { answers: true, servers: { mysql: pick(servers, 'mysql', members), api: pick(servers, 'api', webs) } };
  } catch (error) {
    return describeSilence(error);
  }
}

// HAProxy's servers stand in the order of lab.json.
function pick(servers: ServerStatistics[], listener: string, hosts: { name: string }[]) {
  const own = servers.filter(({ proxy }) => proxy === listener);
  return Object.fromEntries(own.flatMap((server, index) => describeServer(server, hosts[index]?.name)));
}

function describeServer(server: ServerStatistics, name: string | undefined): [string, ServerSample][] {
  if (name === undefined) return [];
  const { status, routed, lastCheck: check, checkDurationMs, sessions, queue } = server;
  const sample = { status, routed, check, sessions, queue };
  return [[name, checkDurationMs === undefined ? sample : { ...sample, checkMs: checkDurationMs }]];
}

async function readApi({ http, metricsToken: token }: WebHost): Promise<ApiSample> {
  const url = `http://${http.address}:${http.port}/metrics`;
  return await httpGet(url, { timeoutMs, token }).then(countApi, describeSilence);
}

async function readLockNodes({ view }: WatchedLab['target']) {
  const nodes = view.hostsOf('etcd');
  if (nodes.length === 0) return undefined;
  const statuses = await askNodes(view, { timeoutMs });
  return Object.fromEntries(nodes.map(({ name }) => [name, describeLockNode(statuses.get(name))]));
}

function describeLockNode(status: NodeStatus | undefined): LockNodeSample {
  if (!status) return { answers: false, problem: 'no answer' };
  const { leader, term, index } = status;
  return { answers: true, leader, term, index };
}

async function readMemory(target: WatchedLab['target']) {
  const sizes = await forEach(target.hosts, async (host) => target.memoryMb?.(host));
  const known = Object.entries(sizes).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(known.map(([name, megabytes]) => [name, Math.round(megabytes * 10) / 10]));
}
