import { type ProxyStatistics, readProxyStatistics, serversOf } from '../../roles/haproxy/statistics.ts';
import { findForeignGtids, renderGtidSet } from '../group/gtid-set.ts';
import { type MemberReport, reportMembers } from '../group/member-report.ts';
import { findLiveGroup } from '../group/quorum.ts';
import type { Lab } from '../lab/open-lab.ts';
import type { Endpoint, WebHost } from '../settings/endpoints.ts';
import type { HostState } from '../targets/target.ts';
import { type ApiHealth, askApi } from './ask-api.ts';

/** The whole lab at one moment; printed by `status --json`, and stable for programs that read it. */
export interface Status {
  target: string;
  group: { name: string; mode: 'multi-primary'; online: number; size: number; quorum: boolean };
  members: MemberStatus[];
  haproxy: { host: HostState; address: string; answers: boolean; version: string; statsUrl: string; sessions: number };
  api: { host: HostState; url: string; live: boolean; healthy: boolean };
  /** Each process of the API, where there are several; `api` is then HAProxy's listener for them. */
  webs?: WebStatus[];
  /** What forms the group again when all members are back. */
  caretaker: HostState;
}

export interface MemberStatus {
  name: string;
  address: string;
  host: HostState;
  /** MySQL's word for the member, or DOWN. */
  state: string;
  role: string;
  version: string;
  gtidExecuted: string;
  applierQueue: number;
  /** Whether HAProxy sends clients there. */
  routed: boolean;
  /** Transactions that are not the group's; empty on a sound member. */
  foreignGtids: string;
}

export interface WebStatus {
  name: string;
  host: HostState;
  url: string;
  live: boolean;
  healthy: boolean;
  /** Whether HAProxy sends clients there. */
  routed: boolean;
}

/** Asks every part of the lab, all at once, and waits for none longer than two seconds. */
export async function collectStatus(lab: Lab): Promise<Status> {
  const { endpoints, hosts } = lab.target;
  const account = lab.secrets.monitor;
  const [reports, states, proxy, api, webs, caretaker] = await Promise.all([
    reportMembers(endpoints.members, { account, timeoutMs: 2_000 }),
    Promise.all(hosts.map((host) => lab.target.state(host))),
    readProxyStatistics({ ...endpoints.stats, ...lab.secrets.stats, timeoutMs: 2_000 }).catch(() => undefined),
    askApi(endpoints.api, 2_000),
    askSeveral(endpoints.webs),
    lab.target.caretakerState(),
  ]);
  const stateOf = (name: string) => states[hosts.findIndex((host) => host.name === name)] ?? 'stopped';
  const hostOf = (role: string) => stateOf(hosts.find((host) => host.role === role)?.name ?? '');
  return {
    target: lab.target.name,
    group: summarizeGroup(reports, lab.record.groupUuid),
    members: endpoints.members.map((member, index) =>
      describeMember(reports[index] as MemberReport, {
        address: renderEndpoint(member.mysql),
        host: stateOf(member.name),
        routed: serversOf(proxy, 'mysql')[index]?.routed ?? false,
        groupUuid: lab.record.groupUuid,
      }),
    ),
    haproxy: describeProxy(proxy, { host: hostOf('haproxy'), database: endpoints.database, stats: endpoints.stats }),
    api: describeApi(api, { host: hostOf(webs ? 'haproxy' : 'web'), endpoint: endpoints.api }),
    ...(webs && {
      webs: webs.map((web, index) => describeWeb(web, stateOf(web.name), serversOf(proxy, 'api')[index])),
    }),
    caretaker,
  };
}

/** How many members are in the one group that can decide. */
export function summarizeGroup(reports: MemberReport[], name: string): Status['group'] {
  const live = findLiveGroup(reports);
  return { name, mode: 'multi-primary', online: live.length, size: reports.length, quorum: live.length > 0 };
}

interface MemberContext {
  address: string;
  host: HostState;
  routed: boolean;
  groupUuid: string;
}

function describeMember(report: MemberReport, { address, host, routed, groupUuid }: MemberContext): MemberStatus {
  const { name, state, role, version, executed, applierQueue } = report;
  return {
    name,
    address,
    host,
    state,
    role,
    version,
    gtidExecuted: renderGtidSet(executed),
    applierQueue,
    routed,
    foreignGtids: renderGtidSet(findForeignGtids(executed, groupUuid)),
  };
}

function describeProxy(
  proxy: ProxyStatistics | undefined,
  { host, database, stats }: { host: HostState; database: Endpoint; stats: Endpoint },
): Status['haproxy'] {
  return {
    host,
    address: renderEndpoint(database),
    answers: proxy !== undefined,
    version: proxy?.version ?? '',
    statsUrl: `http://${renderEndpoint(stats)}/`,
    sessions: serversOf(proxy, 'mysql').reduce((sum, server) => sum + server.sessions, 0),
  };
}

function describeApi(health: ApiHealth, { host, endpoint }: { host: HostState; endpoint: Endpoint }): Status['api'] {
  return { host, url: `http://${renderEndpoint(endpoint)}`, live: health.live, healthy: health.ready };
}

interface AskedWeb extends WebHost {
  health: ApiHealth;
}

// A single one was asked already, as the API.
async function askSeveral(webs: WebHost[]): Promise<AskedWeb[] | undefined> {
  if (webs.length < 2) return undefined;
  return await Promise.all(webs.map(async (web) => ({ ...web, health: await askApi(web.http, 2_000) })));
}

function describeWeb({ name, http, health }: AskedWeb, host: HostState, server?: { routed: boolean }): WebStatus {
  return { name, ...describeApi(health, { host, endpoint: http }), routed: server?.routed ?? false };
}

function renderEndpoint({ address, port }: Endpoint) {
  return `${address}:${port}`;
}

/** Whether every part of the lab does what it should. */
export function isWhole({ group, members, api, webs = [], caretaker }: Status) {
  return (
    group.online === group.size &&
    members.every(({ routed, host }) => routed && host === 'running') &&
    api.healthy &&
    webs.every(({ healthy, routed, host }) => healthy && routed && host === 'running') &&
    caretaker === 'running'
  );
}
