import { UserError } from '../../scripts/messages/user-error.ts';
import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { patience } from '../../scripts/waiting/patience.ts';
import { renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import type { JournalSettings } from './journal/journal-source.ts';
import type { LineTarget } from './send-lines.ts';

/** What the shipper has to know, as its file says it. */
export interface ShipperSettings {
  listen: Endpoint;
  /** Where processes have their logs; none where hosts are machines. */
  hostsFolder?: string;
  /** What no other lab is called, also none that is made in the same place. */
  lab: string;
  /** The machines, whose journals have the logs. */
  journals: JournalSettings[];
  /** Where it is kept how far each of them was sent. */
  positionsFolder: string;
  target: LineTarget;
}

/** Where lines are sent: to the address that LOG_STORE names, or to the lab's own store. */
export function chooseTarget(view: LabView): LineTarget {
  const { LOG_STORE: given, LOG_INDEX: index = 'mysql-group-lab' } = view.environment;
  if (given) return { ...parseTarget(given), index };
  const [host] = view.hostsOf('log-store');
  if (!host) {
    throw new UserError('The log shipper has no log store to send to', {
      next: 'add a host with the role "log-store" to lab.json, or set LOG_STORE',
    });
  }
  return { url: `http://${renderEndpoint(view.at(host, 'http'))}`, ...(view.secrets.logStore as Account), index };
}

function parseTarget(given: string): Omit<LineTarget, 'index'> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    // The setting holds a password, so the message does not repeat it.
    throw new UserError('LOG_STORE is no address of an Elasticsearch', {
      next: 'write it as https://USER:PASSWORD@HOST:9200, or unset it',
    });
  }
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return { url: `${url.origin}${url.pathname.replace(/\/$/, '')}`, username, password };
}

/** The journals of all machines, as the gateway beside each gives them; none where hosts are processes. */
export function listJournals(view: LabView): JournalSettings[] {
  const [gateway] = view.hostsOf('journal-gateway');
  if (!gateway) return [];
  return view.machines.map(({ name, lastOctet, units }) => {
    return { name, units, at: view.at({ ...gateway, lastOctet }, 'http'), patience };
  });
}
