import { existsSync } from 'node:fs';
import { UserError } from '../../../scripts/messages/user-error.ts';

/** Where dashboards go: to a Grafana that answers, or into the folder that one reads when it starts. */
export type GrafanaPlace = { url: string; authorization: string } | { folder: string };

interface Given {
  LAB_GRAFANA?: string | undefined;
  LAB_GRAFANA_TOKEN?: string | undefined;
}

/** Where packages of Grafana have their provisioning. */
const usualFolders = [
  '/etc/grafana/provisioning',
  '/opt/homebrew/etc/grafana/provisioning',
  '/usr/local/etc/grafana/provisioning',
];

const example =
  'set LAB_GRAFANA to its address (http://127.0.0.1:3001, with LAB_GRAFANA_TOKEN), or to its provisioning folder';

/** The Grafana that is named, or else the one that is found on this machine. */
export function findGrafana(
  { LAB_GRAFANA: given, LAB_GRAFANA_TOKEN: token }: Given,
  isThere = existsSync,
): GrafanaPlace {
  if (given && /^https?:/.test(given)) return parseAddress(given, token);
  const folder = given || usualFolders.find(isThere);
  if (!folder)
    throw new UserError('There is no Grafana on this machine, and LAB_GRAFANA names none', { next: example });
  if (!isThere(folder)) throw new UserError(`LAB_GRAFANA is no address, and no folder: ${folder}`, { next: example });
  return { folder };
}

// The setting may hold a password, so no message repeats it.
function parseAddress(given: string, token: string | undefined): GrafanaPlace {
  if (!URL.canParse(given)) throw new UserError('LAB_GRAFANA is no address', { next: example });
  const { origin, pathname, username, password } = new URL(given);
  const url = `${origin}${pathname.replace(/\/$/, '')}`;
  if (token) return { url, authorization: `Bearer ${token}` };
  if (!username) {
    throw new UserError(`${url} wants to know who asks`, {
      next: 'set LAB_GRAFANA_TOKEN to the token of a service account with the role Admin',
    });
  }
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: `Basic ${Buffer.from(account).toString('base64')}` };
}
