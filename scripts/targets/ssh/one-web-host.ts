import { UserError } from '../../messages/user-error.ts';
import { type Host, needsHttpListener } from '../../settings/lab-file.ts';

/** Refuses several web hosts on machines: the one there is holds the lab's tools, and clients ask it itself. */
export function requireOneWebHost(hosts: Host[]) {
  if (!needsHttpListener(hosts)) return;
  const names = hosts.filter(({ role }) => role === 'web').map(({ name }) => name);
  throw new UserError(`lab.json has several web hosts (${names.join(', ')}); on machines there can be one`, {
    next: 'leave one of them in lab.json; or run several as processes of this machine: npm start',
  });
}
