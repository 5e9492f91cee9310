import { describeProxy, type ProxyStatus } from '../../roles/haproxy/proxy-status.ts';
import { askMembers, describeMember, type MemberStatus } from '../../roles/mysql/member-status.ts';
import { type HostLook, type HostState, type Question, renderEndpoint, renderSilence } from '../../roles/role.ts';
import { askApi, describeWeb, type WebStatus } from '../../roles/web/web-status.ts';
import type { MemberReport } from '../group/member-report.ts';
import { findLiveGroup } from '../group/quorum.ts';
import type { Lab } from '../lab/open-lab.ts';
import type { Host } from '../settings/lab-file.ts';
import { askAgainIfLate } from '../waiting/own-lateness.ts';

/** The whole lab at one moment; printed by `status --json`, and stable for programs that read it. */
export interface Status {
  target: string;
  group: { name: string; mode: 'multi-primary'; online: number; size: number; quorum: boolean };
  members: MemberStatus[];
  haproxy: ProxyStatus;
  api: { host: HostState; url: string; live: boolean; healthy: boolean };
  /** Each process of the API, where there are several; `api` is then HAProxy's listener for them. */
  webs?: WebStatus[];
  /** What forms the group again when all members are back. */
  caretaker: HostState;
  /** What records the lab; left out where the lab runs none. */
  watcher?: HostState;
  /** Every host, with those of the profiles that are on. */
  hosts: HostStatus[];
}

export interface HostStatus extends HostLook {
  name: string;
  role: string;
  /** What people call its role, such as MySQL. */
  title: string;
  host: HostState;
}

/** Asks every part of the lab, all at once, and waits for none longer than two seconds. */
export async function collectStatus(lab: Lab): Promise<Status> {
  return await askAgainIfLate(() => collectOnce(lab), isSomeSilent);
}

const isSomeSilent = ({ hosts }: Status) => hosts.some(({ host, healthy }) => host === 'running' && !healthy);

async function collectOnce(lab: Lab): Promise<Status> {
  const { target, record } = lab;
  const { view, endpoints } = target;
  const [states, caretaker, watcher] = await Promise.all([
    Promise.all(target.hosts.map((host) => target.state(host))),
    target.caretakerState(),
    record.watched === false ? undefined : target.watcher?.state(),
  ]);
  const once = createOnce();
  const question = (host: Host): Question => ({ view, once, state: states[target.hosts.indexOf(host)] ?? 'stopped' });
  const ofRole = <T>(role: string, describe: (host: Host, about: Question) => Promise<T>) =>
    Promise.all(view.hostsOf(role).map((host) => describe(host, question(host))));
  const [reports, members, [haproxy], health, webs, hosts] = await Promise.all([
    askMembers({ view, once }),
    ofRole('mysql', describeMember),
    ofRole('haproxy', describeProxy),
    askApi(endpoints.api, { once }),
    ofRole('web', describeWeb),
    Promise.all(target.hosts.map((host) => lookAt(host, { target, question: question(host) }))),
  ]);
  const isListener = webs.length > 1;
  const url = `http://${renderEndpoint(endpoints.api)}`;
  const apiHost = isListener ? haproxy?.host : webs[0]?.host;
  return {
    target: target.name,
    group: summarizeGroup(reports, record.groupUuid),
    members,
    haproxy: haproxy as ProxyStatus,
    api: { host: apiHost ?? 'stopped', url, live: health.live, healthy: health.ready },
    ...(isListener && { webs }),
    caretaker,
    ...(watcher && { watcher }),
    hosts,
  };
}

/** Looks at some hosts, and asks no more of the others than these need to know. */
export async function lookAtHosts({ target }: Pick<Lab, 'target'>, hosts: Host[]): Promise<HostStatus[]> {
  const once = createOnce();
  const look = async (host: Host) => {
    const question = { view: target.view, once, state: await target.state(host) };
    return await lookAt(host, { target, question });
  };
  return await Promise.all(hosts.map(look));
}

async function lookAt(host: Host, { target, question }: { target: Lab['target']; question: Question }) {
  const role = target.roles.of(host);
  const look = await role.look(host, question);
  return summarizeHost(look, { name: host.name, role: role.name, title: role.title, host: question.state });
}

/** A host in `status`: one that is down on purpose says that, whatever its role found out. */
export function summarizeHost(look: HostLook, about: Pick<HostStatus, 'name' | 'role' | 'title' | 'host'>): HostStatus {
  return { ...about, ...look, text: renderHostState(about.host, look) };
}

// A machine may be too busy for SSH while its service answers: both are said.
function renderHostState(host: HostState, { text, healthy }: HostLook) {
  if (host === 'paused' || host === 'stopped') return host;
  if (host !== 'silent') return text;
  return healthy ? `${text}; the machine does not answer` : renderSilence(host);
}

function createOnce(): Question['once'] {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>) => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer as Promise<T>;
  };
}

/** How many members are in the one group that can decide. */
export function summarizeGroup(reports: MemberReport[], name: string): Status['group'] {
  const live = findLiveGroup(reports);
  return { name, mode: 'multi-primary', online: live.length, size: reports.length, quorum: live.length > 0 };
}

/** What does not do what it should, each in a few words. */
export function listTrouble({ group, api, caretaker, watcher = 'running', hosts }: Status): string[] {
  const troubled = hosts.filter(({ healthy, host }) => !healthy || host !== 'running');
  return [
    ...(group.online === group.size ? [] : [`${group.online} of ${group.size} members in the group`]),
    ...troubled.map(({ name, text, host }) => `${name} (${host}): ${text}`),
    ...(api.healthy ? [] : [`${api.url} (${api.host}): not ready`]),
    ...(caretaker === 'running' ? [] : [`caretaker: ${caretaker}`]),
    ...(watcher === 'running' ? [] : [`watcher: ${watcher}`]),
  ];
}

/** Whether every part of the lab does what it should. */
export const isWhole = (status: Status) => listTrouble(status).length === 0;
