import type { LockNodeSample } from '../record/lines.ts';
import type { Moment } from './moment.ts';

/** The view of the members that can decide; undefined where none has a majority. */
export function findMajorityView({ members }: Pick<Moment, 'members'>): Record<string, string> | undefined {
  for (const member of Object.values(members)) {
    if (member.answers && member.state === 'ONLINE' && hasMajority(member.view)) return member.view;
  }
}

function hasMajority(view: Record<string, string>) {
  const states = Object.values(view);
  return states.filter((state) => state === 'ONLINE' || state === 'RECOVERING').length * 2 > states.length;
}

/** Whether no majority can decide; members that run and only answer late may be one. */
export function isMajorityLost(moment: Pick<Moment, 'members' | 'hosts'>) {
  if (findMajorityView(moment)) return false;
  const members = Object.entries(moment.members);
  const isOut = ([name, { answers }]: (typeof members)[number]) =>
    answers || ['stopped', 'paused', 'restarting'].includes(moment.hosts[name] ?? '');
  return members.filter(isOut).length * 2 > members.length;
}

/** A host as it is shown: what a member says of itself, or what its process does and whether it answers. */
export function describeHostState(moment: Moment, name: string): string {
  const process = moment.hosts[name] ?? 'unknown';
  if (process !== 'running') return process;
  const member = moment.members[name];
  if (member) return member.answers ? member.state : 'silent';
  if (moment.lockNodes?.[name]) return describeLockNode(moment.lockNodes[name]);
  if (moment.cache?.valkeys[name]?.answers === false) return 'silent';
  const isSilent = name === moment.proxy.host ? !moment.proxy.answers : moment.webs?.[name] === false;
  return isSilent ? 'silent' : 'running';
}

function describeLockNode(node: LockNodeSample) {
  if (!node.answers) return 'silent';
  return node.leader === '' ? 'no leader' : 'running';
}

/** The listener of a host in HAProxy, and whether HAProxy routes to it. */
export function findRoute({ proxy }: Moment, name: string) {
  return Object.values(proxy.servers).find((servers) => Object.hasOwn(servers, name))?.[name];
}

/** Whether a host does all that it should: a member is ONLINE and gets clients. */
export function takesPart(moment: Moment, host: string) {
  const isMember = moment.members[host] !== undefined;
  if (moment.hosts[host] !== 'running') return false;
  if (findRoute(moment, host)?.routed === false) return false;
  if (!isMember) return moment.proxy.answers && moment.webs?.[host] !== false;
  return describeHostState(moment, host) === 'ONLINE' && findMajorityView(moment)?.[host] === 'ONLINE';
}
