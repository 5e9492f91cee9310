import { join } from 'node:path';
import { describeForApi } from '../../../roles/web/api-settings.ts';
import { commandLine, type Servers } from '../../servers/program.ts';
import { type Config, projectDir } from '../../settings/config.ts';
import { type Host, type HostWith, type LabFile, needsHttpListener } from '../../settings/lab-file.ts';
import type { Secrets } from '../../state/secrets.ts';
import type { HostProgram } from './host-process.ts';
import { localEndpoints, loopback, pick, pickAll } from './layout.ts';
import { memberCommand } from './mysql-host.ts';

export interface ProgramContext {
  lab: LabFile;
  servers: Servers;
  secrets: Secrets;
  environment: Config['environment'];
  /** Shows what a lab does without this project's care: tutorial HAProxy, plain database access. */
  naive: boolean;
}

/** The program that a host runs, with everything it has to know. */
export function hostProgram(host: Host, dir: string, context: ProgramContext): HostProgram {
  if (host.role === 'mysql') return memberProgram(dir, context);
  if (host.role === 'haproxy') return haproxyProgram(context);
  return webProgram(host, context);
}

/** The process that forms the group again when all members are back. */
export function caretakerProgram({ stateDir, environment }: Config): HostProgram {
  return {
    command: runTypeScript('scripts/lifecycle/caretaker.ts'),
    environment: { ...environment, LAB_DIR: stateDir },
  };
}

function runTypeScript(path: string): HostProgram['command'] {
  return [process.execPath, '--import', import.meta.resolve('tsx'), join(projectDir, path)];
}

// The group takes up to seven seconds to miss a member that died. One that knocks before is turned away, and may then
// wait for half a minute before it tries again.
function memberProgram(dir: string, { servers, environment }: ProgramContext): HostProgram {
  return { command: memberCommand(servers.mysqld, dir), environment: { ...environment, RESTART_PAUSE_S: '7' } };
}

function haproxyProgram({ lab, servers, secrets, environment, naive }: ProgramContext): HostProgram {
  const { localPorts } = pick(lab.hosts, 'haproxy');
  const file = join(projectDir, 'haproxy', naive ? 'naive.cfg' : 'haproxy.cfg');
  const members = pickAll(lab.hosts, 'mysql').map(
    (member, index) => [`MYSQL_${index + 1}`, `${loopback}:${member.localPorts.mysql}`] as const,
  );
  return {
    command: commandLine(servers.haproxy, ['-W', '-f', file]),
    environment: {
      ...environment,
      ...Object.fromEntries(members),
      ...httpListener(lab.hosts),
      MYSQL_LISTEN: `${loopback}:${localPorts.mysql}`,
      STATS_LISTEN: `${loopback}:${localPorts.stats}`,
      STATS_USER: secrets.stats.username,
      STATS_PASSWORD: secrets.stats.password,
      // Relative to the host's folder, where HAProxy runs: a socket's path may not be long.
      ADMIN_SOCKET: 'admin.sock',
      SERVER_STATE: 'server-state',
      // An answer from MySQL comes in pieces. Passed on one by one, each would interrupt whoever works on the next.
      CAN_WAIT: 'yes',
    },
  };
}

/** Left to itself, V8 lets the heap grow to several times what the API uses before it looks for garbage. */
export const apiCommand: HostProgram['command'] = [
  process.execPath,
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
  join(projectDir, 'api/start.mjs'),
];

// Without API_LISTEN haproxy.cfg has no listener for the API.
function httpListener(hosts: LabFile['hosts']) {
  const { api, webs } = localEndpoints(hosts);
  if (!needsHttpListener(hosts)) return {};
  const servers = webs.map(({ http }, index) => [`WEB_${index + 1}`, `${http.address}:${http.port}`]);
  return { API_LISTEN: `${api.address}:${api.port}`, ...Object.fromEntries(servers) };
}

// HAProxy looks every 0.5 s: by the end of this it sends nobody any more to a process that closes.
const drainMs = 2_500;

function webProgram(host: HostWith<'web'>, { lab, secrets, environment, naive }: ProgramContext): HostProgram {
  const { api, database: listener } = localEndpoints(lab.hosts);
  return {
    command: apiCommand,
    environment: {
      APP_URL: `http://${api.address}:${api.port}`,
      ...environment,
      API_HOST: loopback,
      API_PORT: String(host.localPorts.http),
      ...(needsHttpListener(lab.hosts) ? { API_BEHIND_PROXY: 'on', API_DRAIN_MS: String(drainMs) } : {}),
      ...describeForApi({ listener, database: environment.DB_DATABASE ?? lab.database, secrets }),
      ...(naive ? { API_RESILIENCE: 'off' } : {}),
    },
  };
}
