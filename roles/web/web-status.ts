import type { Endpoint } from '../../scripts/settings/endpoints.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { fetchText } from '../../scripts/waiting/fetch-text.ts';
import { askProxy } from '../haproxy/proxy-status.ts';
import { serversOf } from '../haproxy/statistics.ts';
import { type HostLook, type HostState, type Question, renderEndpoint, renderSilence } from '../role.ts';

export interface ApiHealth {
  /** The process answers. */
  live: boolean;
  /** It reaches the database too. */
  ready: boolean;
}

/** A process of the API, as `status --json` tells it. */
export interface WebStatus {
  name: string;
  host: HostState;
  url: string;
  live: boolean;
  healthy: boolean;
  /** Whether HAProxy sends clients there. */
  routed: boolean;
}

/** Asks the API at an address whether it lives and whether it is ready, once for all who want to know. */
export function askApi(endpoint: Endpoint, { once }: Pick<Question, 'once'>): Promise<ApiHealth> {
  const url = `http://${renderEndpoint(endpoint)}`;
  const answers = async (path: string) => (await fetchText(`${url}${path}`, { timeoutMs: 2_000 })).ok;
  return once(url, async () => {
    const [live, ready] = await Promise.all(['/health', '/ready'].map((path) => answers(path).catch(() => false)));
    return { live: live ?? false, ready: ready ?? false };
  });
}

/** Tells how one process of the API does, and whether clients are sent to it. */
export async function describeWeb(host: Host, { view, state, once }: Question): Promise<WebStatus> {
  const webs = view.hostsOf('web');
  const http = view.at(host, 'http');
  const [{ live, ready }, proxy] = await Promise.all([askApi(http, { once }), askProxy({ view, once })]);
  const at = webs.findIndex(({ name }) => name === host.name);
  return {
    name: host.name,
    host: state,
    url: `http://${renderEndpoint(http)}`,
    live,
    healthy: ready,
    // A single one is asked by clients themselves.
    routed: webs.length < 2 || (serversOf(proxy, 'api')[at]?.routed ?? false),
  };
}

/** A web host's line in `status`. */
export async function lookAtWeb(host: Host, question: Question): Promise<HostLook> {
  return summarizeWeb(await describeWeb(host, question), question.view.hostsOf('web').length);
}

/** What the line of one of so many web hosts says. */
export function summarizeWeb(web: WebStatus, webHosts: number): HostLook {
  const { url, healthy, routed } = web;
  const look = { address: url, version: '', healthy: healthy && routed };
  if (webHosts < 2) return { ...look, text: renderApiState(web), does: 'is ready' };
  const routing = routed ? 'routed' : 'not routed';
  return { ...look, text: `${renderApiState(web)}, ${routing}`, does: 'is ready and routed' };
}

function renderApiState({ healthy, live, host }: WebStatus) {
  if (healthy) return 'ready';
  return live ? 'no database' : renderSilence(host);
}
