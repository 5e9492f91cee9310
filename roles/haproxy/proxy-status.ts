import type { Host } from '../../scripts/settings/lab-file.ts';
import { type HostLook, type HostState, type Question, renderEndpoint, renderSilence } from '../role.ts';
import { type ProxyStatistics, readProxyStatistics, serversOf } from './statistics.ts';

/** HAProxy, as `status --json` tells it. */
export interface ProxyStatus {
  host: HostState;
  address: string;
  answers: boolean;
  version: string;
  statsUrl: string;
  sessions: number;
}

/** Asks HAProxy for its statistics, once for all who want to know; undefined where it does not answer. */
export function askProxy({ view, once }: Omit<Question, 'state'>): Promise<ProxyStatistics | undefined> {
  const host = view.hostsOf('haproxy')[0] as Host;
  const source = { ...view.at(host, 'stats'), ...view.secrets.stats, timeoutMs: 2_000 };
  return once('proxy', () => readProxyStatistics(source).catch(() => undefined));
}

/** Tells how HAProxy does. */
export async function describeProxy(host: Host, { view, state, once }: Question): Promise<ProxyStatus> {
  const proxy = await askProxy({ view, once });
  return {
    host: state,
    address: renderEndpoint(view.at(host, 'mysql')),
    answers: proxy !== undefined,
    version: proxy?.version ?? '',
    statsUrl: `http://${renderEndpoint(view.at(host, 'stats'))}/`,
    sessions: serversOf(proxy, 'mysql').reduce((sum, server) => sum + server.sessions, 0),
  };
}

/** HAProxy's line in `status`, and one for its listener for the API where there is one. */
export async function lookAtProxy(host: Host, question: Question): Promise<HostLook> {
  const [{ address, version, answers }, proxy] = await Promise.all([describeProxy(host, question), askProxy(question)]);
  const look = { address, version, healthy: answers };
  const { view, state } = question;
  if (!answers) return { ...look, text: renderSilence(state) };
  const text = `${countRouted(proxy, 'mysql')} members routed`;
  if (view.hostsOf('web').length < 2) return { ...look, text };
  const url = `http://${renderEndpoint(view.at(host, 'http'))}`;
  return {
    ...look,
    text,
    also: [{ title: 'API', address: url, text: `${countRouted(proxy, 'api')} web hosts routed` }],
  };
}

function countRouted(proxy: ProxyStatistics | undefined, listener: 'mysql' | 'api') {
  const servers = serversOf(proxy, listener);
  return `${servers.filter(({ routed }) => routed).length} of ${servers.length}`;
}
