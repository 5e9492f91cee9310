import { findRoute } from '../../scripts/explain/group-view.ts';
import type { Moment } from '../../scripts/explain/moment.ts';
import type { LockNodeSample } from '../../scripts/record/lines.ts';
import { listCopyFlows, listValkeyFlows } from './cache-flows.ts';
import { listEventFlows } from './event-flows.ts';
import type { Flow, FlowQuestion } from './flow.ts';
import { findRate, findTransactions } from './rates.ts';
import { renderMs } from './words.ts';

/** What goes through a host, in a few words each. */
export function listFlows(question: FlowQuestion): Flow[] {
  const { name, moment } = question;
  if (name === moment.proxy.host) return listProxyFlows(moment);
  if (moment.members[name]) return listMemberFlows(question);
  if (moment.lockNodes?.[name]) return listLockNodeFlows(name, moment.lockNodes[name]);
  if (moment.webs?.[name] !== undefined) return listApiFlows(question);
  return listEventFlows(question) ?? (moment.cache && listValkeyFlows(name, moment.cache)) ?? [];
}

function listProxyFlows({ proxy: { answers, servers } }: Moment): Flow[] {
  const members = Object.values(servers.mysql ?? {});
  if (!answers || members.length === 0) return [];
  const routed = members.filter((server) => server.routed);
  const connections = members.reduce((sum, { sessions }) => sum + sessions, 0);
  const isBad = routed.length < members.length;
  return [
    { text: `routes to ${routed.length} of ${members.length}`, isBad },
    { text: plural(connections, 'connection') },
  ];
}

function listMemberFlows({ name, moment, moments, atMs }: FlowQuestion): Flow[] {
  const route = findRoute(moment, name);
  const member = moment.members[name];
  const routed = route?.routed ? `routed, ${plural(route.sessions, 'connection')}` : 'HAProxy routes nothing here';
  const transactions = `${findTransactions(moments, name, atMs).toFixed(0)} transactions a second`;
  return [
    ...(route ? [{ text: routed, isBad: !route.routed }] : []),
    ...(member?.answers ? [{ text: member.queue > 0 ? `${transactions}, ${member.queue} wait` : transactions }] : []),
  ];
}

function listLockNodeFlows(name: string, node: LockNodeSample): Flow[] {
  if (!node.answers) return [];
  const { leader, term, index } = node;
  const isBad = leader === '';
  const part = leader === name ? 'leads' : `follows ${leader}`;
  return [{ text: `${isBad ? 'knows of no leader' : part}, term ${term}`, isBad }, { text: `log index ${index}` }];
}

function listApiFlows({ name, moment, moments, atMs }: FlowQuestion): Flow[] {
  const { retriedPerSecond, writesPerSecond, p99Ms } = findRate(moments, atMs);
  return [
    { text: `${writesPerSecond.toFixed(0)} writes a second` },
    ...(p99Ms === undefined ? [] : [{ text: `99 of 100 within ${renderMs(p99Ms)}` }]),
    ...(moment.cache ? listCopyFlows(name, moment.cache) : []),
    ...(retriedPerSecond > 0 ? [{ text: `${plural(Math.ceil(retriedPerSecond), 'attempt')} again`, isBad: true }] : []),
  ];
}

const plural = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
