import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../scripts/messages/user-error.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { haproxyPrograms } from '../haproxy/programs.ts';
import { type HostPlan, type Role, renderEndpoint } from '../role.ts';
import type { LabView } from '../view.ts';
import { lookAtEdge } from './edge-status.ts';

const configurationFile = join(import.meta.dirname, 'edge.cfg');

/** The way in for browsers: TLS, limits, and one of the cdn hosts for each request. */
export const role: Role = {
  title: 'Edge',
  count: { least: 0, most: 1 },
  ports: { https: { forBrowsers: true }, http: { forBrowsers: true }, stats: { forBrowsers: true } },
  startsAfter: ['cdn'],

  programs: haproxyPrograms,

  hasCertificate: true,
  certificateNames: (host, networkPrefix) => ['localhost', '127.0.0.1', `${networkPrefix}.${host.lastOctet}`],
  plan,

  metrics: (host, view) => [
    { job: 'edge', instance: host.name, at: view.at(host, 'stats'), account: view.secrets.stats },
  ],
  look: lookAtEdge,
  reload: { signal: 'SIGUSR2' },
};

function plan(host: Host, view: LabView): HostPlan {
  const { certificate, key } = view.certificates.of(host);
  const { username, password } = view.secrets.stats;
  const cdn = view.hostsOf('cdn');
  if (cdn.length === 0) {
    throw new UserError(`${host.name} has no host with the role "cdn" to send clients to`, {
      next: 'list one in the same profile of lab.json',
    });
  }
  const files = [{ name: 'edge.pem', text: `${certificate}${key}`, secret: true }];
  const environment = {
    ...listServers('FRONT', cdn, (each) => view.at(each, 'front')),
    ...listServers('GUARD', cdn, (each) => view.at(each, 'guard')),
    ...readLimits(view.environment),
    HOP_KEY: String(view.secrets.hop),
    STATS_USER: username,
    STATS_PASSWORD: password,
  };
  if (view.hostsAre === 'machines') {
    const text = readFileSync(configurationFile, 'utf8');
    return { program: 'haproxy', args: [], environment, files: [...files, { name: 'edge.cfg', text }] };
  }
  const places = {
    HTTPS_LISTEN: renderEndpoint(view.at(host, 'https')),
    HTTPS_PORT: String(view.at(host, 'https').port),
    HTTP_LISTEN: renderEndpoint(view.at(host, 'http')),
    STATS_LISTEN: renderEndpoint(view.at(host, 'stats')),
    CERTIFICATE: join(view.folderOf(host), 'edge.pem'),
    // Relative to the host's folder, where HAProxy runs: a socket's path may not be long.
    ADMIN_SOCKET: 'admin.sock',
  };
  return {
    program: 'haproxy',
    args: ['-W', '-f', configurationFile],
    environment: { ...environment, ...places },
    files,
  };
}

/** What a person may set, and what edge.cfg calls it. */
const limits = {
  EDGE_REQUESTS_PER_ADDRESS: 'REQUESTS_PER_ADDRESS',
  EDGE_REQUESTS_PER_USER: 'REQUESTS_PER_USER',
  EDGE_CONNECTIONS_PER_ADDRESS: 'CONNECTIONS_PER_ADDRESS',
};

function readLimits(environment: LabView['environment']) {
  const given = Object.entries(limits).flatMap(([key, name]) => {
    const value = environment[key];
    if (!value) return [];
    if (/^[1-9]\d{0,8}$/.test(value)) return [[name, value]];
    throw new UserError(`${key} is "${value}", and has to be a whole number from 1`, { next: `unset ${key}` });
  });
  return Object.fromEntries(given) as Record<string, string>;
}

function listServers(word: string, hosts: Host[], at: (host: Host) => { address: string; port: number }) {
  return Object.fromEntries(hosts.map((host, index) => [`${word}_${index + 1}`, renderEndpoint(at(host))]));
}
