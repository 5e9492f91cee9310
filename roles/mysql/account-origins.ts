import type { AccountOrigins } from '../../scripts/settings/endpoints.ts';
import type { LabView } from '../view.ts';

/** The addresses from which the accounts of the group's database may come. */
export function listAccountOrigins(view: LabView): AccountOrigins {
  const addresses = (role: string) => [...new Set(view.hostsOf(role).map((host) => view.addressOf(host)))];
  return { tools: view.toolsAddress, haproxy: addresses('haproxy')[0] ?? '', members: addresses('mysql') };
}
