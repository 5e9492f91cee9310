import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../../scripts/settings/config.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { createAccount } from '../../scripts/state/secrets.ts';
import { patience } from '../../scripts/waiting/patience.ts';
import { type HostPlan, type Role, renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { createCheckUser, createLoginPacket } from './check-packets.ts';
import { haproxyPrograms } from './programs.ts';
import { lookAtProxy } from './proxy-status.ts';

/** HAProxy's port for the API where lab.json names none. */
const defaultHttpPort = 3080;

/** The one way in to the members, and to the API where it has several hosts. */
export const role: Role = {
  title: 'HAProxy',
  count: { least: 1, most: 1 },
  ports: {
    mysql: {},
    stats: { forBrowsers: true },
    http: { optional: true, forBrowsers: true },
  },
  settlePorts,
  startsAfter: ['mysql'],

  programs: haproxyPrograms,

  secrets: () => ({ stats: createAccount('admin'), check: { username: createCheckUser(), password: '' } }),
  plan,
  beforeStart: async (host, view) => (await import('./server-state.ts')).forgetServerState(stateFile(host, view)),
  // An answer from MySQL comes in pieces. Passed on one by one, each would interrupt MySQL at its work on the next.
  canWait: true,

  endpoints(view) {
    const host = view.hostsOf('haproxy')[0] as Host;
    const own = { database: view.at(host, 'mysql'), stats: view.at(host, 'stats') };
    return view.hostsOf('web').length > 1 ? { ...own, api: view.at(host, 'http') } : own;
  },
  metrics: (host, view) => [
    { job: 'haproxy', instance: host.name, at: view.at(host, 'stats'), account: view.secrets.stats },
  ],
  look: lookAtProxy,
  reload: {
    signal: 'SIGUSR2',
    async before(host, view) {
      const { saveServerState } = await import('./server-state.ts');
      const path = join(view.folderOf(host), 'admin.sock');
      await saveServerState(stateFile(host, view), { path, timeoutMs: 2_000 });
    },
  },
};

// Several web hosts are behind one listener; without it, its port must be in no other host's way.
function settlePorts({ localPorts }: Host, hosts: Pick<Host, 'role'>[]) {
  const { http = defaultHttpPort, ...others } = localPorts;
  return hosts.filter((host) => host.role === 'web').length > 1 ? { ...others, http } : others;
}

function plan(host: Host, view: LabView): HostPlan {
  const file = view.record.naive ? 'naive.cfg' : 'haproxy.cfg';
  const path = join(projectDir, 'haproxy', file);
  const { username, password } = view.secrets.stats;
  const environment = {
    ...listServers('MYSQL', view.hostsOf('mysql'), (member) => view.at(member, 'mysql')),
    ...describeApiListener(host, view),
    ...describePatience(patience),
    STATS_USER: username,
    STATS_PASSWORD: password,
    CHECK_LOGIN: createLoginPacket(view.secrets.check.username).toString('hex'),
  };
  if (view.hostsAre === 'machines') {
    const files = [{ name: 'haproxy.cfg', text: readFileSync(path, 'utf8') }];
    return { program: 'haproxy', args: [], environment, files };
  }
  const places = {
    MYSQL_LISTEN: renderEndpoint(view.at(host, 'mysql')),
    STATS_LISTEN: renderEndpoint(view.at(host, 'stats')),
    // Relative to the host's folder, where HAProxy runs: a socket's path may not be long.
    ADMIN_SOCKET: 'admin.sock',
    SERVER_STATE: 'server-state',
  };
  return { program: 'haproxy', args: ['-W', '-f', path], environment: { ...environment, ...places }, files: [] };
}

// The file's own times suit a processor that is not emulated.
function describePatience(factor: number): Record<string, string> {
  if (factor === 1) return {};
  const times = { CONNECT_WITHIN: 500, CHECK_WITHIN: 450, CHECK_EVERY: 250, CHECK_SOON: 100 };
  return Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, `${Math.round(ms * factor)}ms`]));
}

// Without API_LISTEN haproxy.cfg has no listener for the API.
function describeApiListener(host: Host, view: LabView) {
  const webs = view.hostsOf('web');
  if (webs.length < 2) return {};
  const { address, port } = view.at(host, 'http');
  return {
    // Clients come to a machine through Vagrant's forwarded port too.
    API_LISTEN: renderEndpoint({ address: view.hostsAre === 'machines' ? '*' : address, port }),
    HOP_KEY: String(view.secrets.hop),
    ...listServers('WEB', webs, (web) => view.at(web, 'http')),
  };
}

function listServers(word: string, hosts: Host[], at: (host: Host) => { address: string; port: number }) {
  return Object.fromEntries(hosts.map((host, index) => [`${word}_${index + 1}`, renderEndpoint(at(host))]));
}

function stateFile(host: Host, view: LabView) {
  return join(view.folderOf(host), 'server-state');
}
