import type { HostState } from '../../roles/role.ts';
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
    ...(isTold(caretaker) ? ['The caretaker does not run: a lost group stays lost until ./lab recover'] : []),
    ...(isTold(watcher) ? ['The watcher does not run: nothing is recorded until npm start'] : []),
    `Group: ${group.online} of ${group.size} members ONLINE${quorum}, ${group.mode}`,
  ].join('\n');
}

// A machine that does not answer says nothing of what runs on it.
const isTold = (state: HostState) => state !== 'running' && state !== 'silent';
