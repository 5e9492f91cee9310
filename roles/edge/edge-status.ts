import type { Host } from '../../scripts/settings/lab-file.ts';
import { type ProxyStatistics, readProxyStatistics } from '../haproxy/statistics.ts';
import { type HostLook, type Question, renderEndpoint, renderSilence } from '../role.ts';
import type { LabView } from '../view.ts';

/** Asks the edge for its statistics, once for all who want to know; undefined where it does not answer. */
export async function askEdge({ view, once }: Omit<Question, 'state'>): Promise<ProxyStatistics | undefined> {
  const [host] = view.hostsOf('edge');
  if (!host) return undefined;
  const source = { ...view.at(host, 'stats'), ...view.secrets.stats, timeoutMs: 2_000 };
  return await once('edge', () => readProxyStatistics(source).catch(() => undefined));
}

/** Whether the edge sends clients to a cdn host; its servers stand in the order of lab.json. */
export function isRoutedByEdge(host: Host, view: LabView, edge: ProxyStatistics | undefined): boolean {
  const at = view.hostsOf('cdn').findIndex(({ name }) => name === host.name);
  return listCdnServers(edge)[at]?.routed ?? false;
}

/** The edge's line in `status`, and one for the way in without TLS. */
export async function lookAtEdge(host: Host, question: Question): Promise<HostLook> {
  const { view, state } = question;
  const edge = await askEdge(question);
  const address = `https://${renderEndpoint(view.at(host, 'https'))}`;
  if (!edge) return { address, version: '', healthy: false, text: renderSilence(state) };
  const servers = listCdnServers(edge);
  const routed = servers.filter(({ routed: is }) => is).length;
  return {
    address,
    version: edge.version,
    healthy: routed > 0,
    text: `${routed} of ${servers.length} cdn hosts routed`,
    does: 'answers and routes',
    also: [
      { title: 'Edge', address: `http://${renderEndpoint(view.at(host, 'http'))}`, text: 'leads to https' },
      { title: 'Edge', address: `http://${renderEndpoint(view.at(host, 'stats'))}`, text: 'statistics' },
    ],
  };
}

const listCdnServers = (edge: ProxyStatistics | undefined) =>
  edge?.servers.filter(({ proxy }) => proxy === 'pages') ?? [];
