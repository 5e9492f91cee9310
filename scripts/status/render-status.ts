import { renderTable } from '../messages/render-table.ts';
import type { Status } from './collect-status.ts';

/** The lab in one table: host, role, address, state, version. */
export function renderStatus({ group, hosts, caretaker, watcher = 'running' }: Status) {
  const rows = hosts.flatMap(({ name, title, address, text, version, also = [] }) => [
    [name, title, address, text, version],
    ...also.map((line) => [name, line.title, line.address, line.text, '']),
  ]);
  const quorum = group.quorum ? '' : ', and they cannot decide: no writes';
  return [
    renderTable(['HOST', 'ROLE', 'ADDRESS', 'STATE', 'VERSION'], rows),
    '',
    ...(caretaker === 'running' ? [] : ['The caretaker does not run: a lost group stays lost until ./lab recover']),
    ...(watcher === 'running' ? [] : ['The watcher does not run: nothing is recorded until npm start']),
    `Group: ${group.online} of ${group.size} members ONLINE${quorum}, ${group.mode}`,
  ].join('\n');
}
