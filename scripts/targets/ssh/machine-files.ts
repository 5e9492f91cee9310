import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLoginPacket } from '../../../roles/haproxy/check-packets.ts';
import { describeForApi } from '../../../roles/web/api-settings.ts';
import { escapeText } from '../../group/sql-text.ts';
import { type Config, projectDir } from '../../settings/config.ts';
import type { Host } from '../../settings/lab-file.ts';
import type { LabRecord } from '../../state/lab-record.ts';
import type { Account, Secrets } from '../../state/secrets.ts';
import { addressOf, machineEndpoints, machineOrigins, ofRole, ports } from './machine-addresses.ts';

export interface MachineContext {
  hosts: Host[];
  prefix: string;
  database: string;
  secrets: Secrets;
  record: LabRecord;
  environment: Config['environment'];
}

export interface MachineFile {
  /** The name by which `lab-host put` knows its place. */
  name: string;
  text: string;
}

/** The files that a machine is given by the tools. */
export function machineFiles(host: Host, context: MachineContext & { joinOnBoot: boolean }): MachineFile[] {
  if (host.role === 'mysql') {
    return [
      { name: 'group.cnf', text: readProjectFile('roles/mysql/group.cnf') },
      { name: 'member.cnf', text: renderMemberConfig(host, context) },
    ];
  }
  if (host.role === 'web') return [{ name: 'api.env', text: renderEnvironment(apiEnvironment(context)) }];
  const file = context.record.naive ? 'haproxy/naive.cfg' : 'haproxy/haproxy.cfg';
  return [
    { name: 'haproxy.cfg', text: readProjectFile(file) },
    { name: 'haproxy.env', text: renderEnvironment(haproxyEnvironment(context)) },
  ];
}

/** The part of a member's configuration that is its own. */
export function renderMemberConfig(
  host: Host,
  { hosts, prefix, record, joinOnBoot }: Pick<MachineContext, 'hosts' | 'prefix' | 'record'> & { joinOnBoot: boolean },
) {
  const members = ofRole(hosts, 'mysql');
  const address = addressOf(host, prefix);
  const all = members.map((member) => addressOf(member, prefix));
  const lines = [
    '# Written by the lab whenever it changes.',
    '[mysqld]',
    `server_id = ${members.indexOf(host) + 1}`,
    `bind_address = ${address}`,
    `port = ${ports.mysql}`,
    `report_host = ${address}`,
    `report_port = ${ports.mysql}`,
    // By its whole path: MySQL takes a mere name, `stderr` too, for a file in its data directory.
    'log_error = /var/log/mysql/error.log',
    'secure_file_priv = NULL',
    `loose-group_replication_group_name = ${record.groupUuid}`,
    `loose-group_replication_local_address = ${address}:${ports.group}`,
    `loose-group_replication_group_seeds = ${all.map((each) => `${each}:${ports.group}`).join(',')}`,
    `loose-group_replication_ip_allowlist = "${all.join(',')}"`,
    `loose-group_replication_start_on_boot = ${joinOnBoot ? 'ON' : 'OFF'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The statements for an empty data directory. Not logged: a member that is to join has no transactions of its own. */
export function renderInitialAccounts({ password }: Account, toolsAddress: string) {
  const secret = escapeText(password);
  const root = `root@${escapeText(toolsAddress)}`;
  return [
    'SET sql_log_bin = 0;',
    `ALTER USER root@localhost IDENTIFIED BY ${secret};`,
    `CREATE USER ${root} IDENTIFIED BY ${secret};`,
    `GRANT ALL ON *.* TO ${root} WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

function haproxyEnvironment({ hosts, prefix, secrets }: MachineContext) {
  const members = ofRole(hosts, 'mysql').map((member, index) => [
    `MYSQL_${index + 1}`,
    `${addressOf(member, prefix)}:${ports.mysql}`,
  ]);
  const { username, password } = secrets.stats;
  const checkLogin = createLoginPacket(secrets.check.username).toString('hex');
  return {
    ...Object.fromEntries(members),
    STATS_USER: username,
    STATS_PASSWORD: password,
    CHECK_LOGIN: checkLogin,
    RUN_AS: 'haproxy',
  };
}

const apiKeys = /^(APP_|API_|BCRYPT_|CORS_|DB_POOL|JWT_|LOG_LEVEL)/;

// What a person set in `.env` for the API reaches it; where the database is, and who may come in, is the lab's to say.
function apiEnvironment({ hosts, prefix, database, secrets, record, environment }: MachineContext) {
  const { database: listener, api } = machineEndpoints(hosts, prefix);
  const chosen = Object.entries(environment).filter(([key]) => apiKeys.test(key));
  return {
    APP_URL: `http://${api.address}`,
    APP_ENV: 'production',
    ...Object.fromEntries(chosen),
    API_HOST: '0.0.0.0',
    API_PORT: String(ports.http),
    ...describeForApi({ listener, database, secrets }),
    ...(record.naive ? { API_RESILIENCE: 'off' } : {}),
  };
}

/** An environment file for systemd: quoted, so that a password may hold anything but a line's end. */
export function renderEnvironment(values: Record<string, string | undefined>) {
  const lines = Object.entries(values).map(
    ([key, value = '']) => `${key}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('$', '\\$')}"`,
  );
  return `${lines.join('\n')}\n`;
}

function readProjectFile(path: string) {
  return readFileSync(join(projectDir, path), 'utf8');
}

/** Which address the tools on the web machine come from. */
export function toolsAddress({ hosts, prefix }: Pick<MachineContext, 'hosts' | 'prefix'>) {
  return machineOrigins(hosts, prefix).tools;
}
