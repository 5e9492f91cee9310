import { renderTable } from '../messages/render-table.ts';
import type { MemberStatus, Status, WebStatus } from './collect-status.ts';

/** The lab in one table: host, role, address, state, version. */
export function renderStatus(status: Status) {
  const { haproxy, group, members, caretaker } = status;
  const rows = [
    ...members.map((member) => [member.name, 'MySQL', member.address, memberState(member), member.version]),
    ['haproxy', 'HAProxy', haproxy.address, proxyState(status), haproxy.version],
    ...apiRows(status),
  ];
  const quorum = group.quorum ? '' : ', and they cannot decide: no writes';
  return [
    renderTable(['HOST', 'ROLE', 'ADDRESS', 'STATE', 'VERSION'], rows),
    '',
    ...(caretaker === 'running' ? [] : ['The caretaker does not run: a lost group stays lost until ./lab recover']),
    `Group: ${group.online} of ${group.size} members ONLINE${quorum}, ${group.mode}`,
  ].join('\n');
}

function memberState({ state, routed, host, applierQueue, foreignGtids }: MemberStatus) {
  if (host === 'paused' || host === 'stopped') return host;
  const notes = [
    routed ? 'routed' : 'not routed',
    ...(applierQueue > 0 ? [`${applierQueue} to apply`] : []),
    ...(foreignGtids === '' || state === 'ONLINE' ? [] : ['diverged']),
    ...(host === 'restarting' || host === 'orphaned' ? [host] : []),
  ];
  return `${state}, ${notes.join(', ')}`;
}

function proxyState({ haproxy, members }: Status) {
  if (!haproxy.answers) return haproxy.host === 'running' ? 'does not answer' : haproxy.host;
  return `${members.filter(({ routed }) => routed).length} of ${members.length} members routed`;
}

function apiRows({ api, webs }: Status) {
  if (!webs) return [['web', 'API', api.url, apiState(api), '']];
  const routed = webs.filter((web) => web.routed).length;
  const listener = ['haproxy', 'API', api.url, `${routed} of ${webs.length} web hosts routed`, ''];
  return [listener, ...webs.map((web) => [web.name, 'API', web.url, webState(web), ''])];
}

function webState({ routed, ...api }: WebStatus) {
  if (api.host === 'paused' || api.host === 'stopped') return api.host;
  return `${apiState(api)}, ${routed ? 'routed' : 'not routed'}`;
}

function apiState(api: Status['api']) {
  if (api.healthy) return 'ready';
  if (api.live) return 'no database';
  return api.host === 'running' ? 'does not answer' : api.host;
}
