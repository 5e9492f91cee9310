import type { AccountOrigins } from '../../scripts/settings/endpoints.ts';
import type { LabView } from '../view.ts';

/** The addresses from which the accounts of the group's database may come. */
export function listAccountOrigins(view: LabView): AccountOrigins {
  const addresses = (...roles: string[]) => [
    ...new Set(roles.flatMap((role) => view.hostsOf(role)).map((host) => view.addressOf(host))),
  ];
  return {
    monitors: [...new Set([view.toolsAddress, ...addresses('mysqld-exporter', 'probe')])],
    haproxy: addresses('haproxy')[0] ?? '',
    members: addresses('mysql'),
  };
}
