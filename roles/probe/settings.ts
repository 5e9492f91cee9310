import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';

/** What a probe has to know, as its file says it. */
export interface ProbeSettings {
  listen: Endpoint;
  /** Where clients ask the API. */
  api: string;
  /** The user as which it writes. */
  user: Account;
  members: { name: string; mysql: Endpoint; authority?: string }[];
  monitor: Account;
  groupUuid: string;
}
