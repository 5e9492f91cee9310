import { UserError } from '../../messages/user-error.ts';
import type { Host } from '../../settings/lab-file.ts';

/** Refuses several web hosts on machines: the one there is holds the lab's tools, and clients ask it itself. */
export function requireOneWebHost(hosts: Host[]) {
  const names = hosts.filter(({ role }) => role === 'web').map(({ name }) => name);
  if (names.length < 2) return;
  throw new UserError(`lab.json has several web hosts (${names.join(', ')}); on machines there can be one`, {
    next: 'leave one of them in lab.json; or run several as processes of this machine: npm start',
  });
}
