import { join } from 'node:path';
import type { Host } from '../../scripts/settings/lab-file.ts';
import { generateAppKey, generateJwtSecret } from '../../scripts/state/keys.ts';
import { createAccount } from '../../scripts/state/secrets.ts';
import { patience } from '../../scripts/waiting/patience.ts';
import type { HostPlan, Role } from '../role.ts';
import { passwordOf } from '../valkey/configuration.ts';
import { isEncrypted, type LabView } from '../view.ts';
import { apiArguments, describeForApi } from './api-settings.ts';
import { lookAtWeb } from './web-status.ts';

/** As many hosts as haproxy.cfg has lines for. */
export const mostWebHosts = 8;

const authorityFile = 'authority.pem';
// Where machine.conf puts it.
const machineFolder = '/etc/mysql-group-lab';

/** A process of the API. */
export const role: Role = {
  title: 'API',
  count: { least: 1, most: mostWebHosts },
  ports: { http: { forBrowsers: true } },
  startsAfter: ['haproxy'],

  programs: [],

  // Valkey's password, too: so a process that was there before the profile cache needs no restart for it.
  secrets: () => ({
    appKey: generateAppKey(),
    jwtSecret: generateJwtSecret(),
    hop: generateJwtSecret(),
    metrics: generateJwtSecret(),
    valkey: createAccount('default'),
  }),
  plan: (host, view) => ({
    program: 'node',
    args: apiArguments,
    environment: planEnvironment(host, view),
    files: [{ name: authorityFile, text: view.certificates.authority }],
  }),

  endpoints(view) {
    const metricsToken = metricsTokenOf(view);
    const webs = view.hostsOf('web').map((host) => ({ name: host.name, http: view.at(host, 'http'), metricsToken }));
    return webs.length > 1 ? { webs } : { webs, api: webs[0]?.http };
  },
  metrics: (host, view) => [
    { job: 'api', instance: host.name, at: view.at(host, 'http'), token: metricsTokenOf(view) },
  ],
  look: lookAtWeb,
};

/** What those who read the numbers of the API show: on one machine it asks for nothing, unless a person wants it to. */
const metricsTokenOf = ({ environment, hostsAre, secrets }: LabView) =>
  environment.API_METRICS_TOKEN || (hostsAre === 'machines' ? String(secrets.metrics) : undefined);

const apiKeys = /^(APP_|API_|BCRYPT_|CORS_|DB_POOL|JWT_|LOG_LEVEL)/;

// HAProxy looks every 0.5 s: by the end of this it sends no more clients to a process that closes.
const drainMs = 2_500;

// What a person set for the API reaches it; where the database is, and who may come in, is the lab's to say.
function planEnvironment(host: Host, view: LabView): HostPlan['environment'] {
  const chosen = Object.entries(view.environment).filter(([key, value]) => apiKeys.test(key) && value !== undefined);
  const http = view.at(host, 'http');
  const isMachine = view.hostsAre === 'machines';
  const isBehindProxy = view.hostsOf('web').length > 1;
  const token = metricsTokenOf(view);
  const proxy = view.hostsOf('haproxy')[0] as Host;
  const api = isBehindProxy ? view.at(proxy, 'http') : http;
  return {
    APP_URL: `http://${api.address}${isMachine ? '' : `:${api.port}`}`,
    ...(isMachine && { APP_ENV: 'production' }),
    ...(Object.fromEntries(chosen) as Record<string, string>),
    // Clients come to a machine through Vagrant's forwarded port too.
    API_HOST: isMachine ? '0.0.0.0' : http.address,
    API_PORT: String(http.port),
    ...(token && { API_METRICS_TOKEN: token }),
    API_HOP_KEY: String(view.secrets.hop),
    ...(isBehindProxy && { API_BEHIND_PROXY: 'on', API_DRAIN_MS: String(drainMs) }),
    ...describeForApi({ listener: view.at(proxy, 'mysql'), database: view.database, secrets: view.secrets }),
    API_CACHE_PASSWORD: passwordOf(view),
    ...(patience > 1 && { API_PATIENCE: String(patience) }),
    ...(isEncrypted(view) && {
      MYSQL_ATTR_SSL_CA: join(isMachine ? machineFolder : view.folderOf(host), authorityFile),
    }),
    ...(view.record.naive && { API_RESILIENCE: 'off' }),
  };
}
