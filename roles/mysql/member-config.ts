import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { escapeText } from '../../scripts/group/sql-text.ts';
import type { Host } from '../../scripts/settings/lab-file.ts';
import type { Account } from '../../scripts/state/secrets.ts';
import { type HostFile, renderEndpoint, type StartOptions } from '../role.ts';
import type { LabView } from '../view.ts';

// Where machine.conf puts them.
const machineFolder = '/etc/mysql';
const sharedFile = join(import.meta.dirname, 'group.cnf');

/** The configuration files of a member: what all members share, and what is its own. */
export function listMemberFiles(host: Host, view: LabView, options: StartOptions): HostFile[] {
  const own = renderMemberConfig(host, view, options);
  const { certificate, key } = view.certificates.of(host);
  const proofs = [
    { name: 'authority.pem', text: view.certificates.authority },
    { name: 'certificate.pem', text: certificate },
    { name: 'key.pem', text: key, secret: true },
  ];
  if (view.hostsAre === 'processes') return [{ name: 'my.cnf', text: own, secret: true }, ...proofs];
  return [{ name: 'group.cnf', text: readFileSync(sharedFile, 'utf8') }, { name: 'member.cnf', text: own }, ...proofs];
}

/** The part of a member's configuration that is its own. */
export function renderMemberConfig(host: Host, view: LabView, { joinOnBoot }: StartOptions) {
  const members = view.hostsOf('mysql');
  const mysql = view.at(host, 'mysql');
  const addresses = [...new Set(members.map((member) => view.addressOf(member)))];
  const place = view.hostsAre === 'processes' ? listProcessLines(view.folderOf(host)) : machineLines;
  const lines = [
    '# Written by the lab whenever it changes.',
    // First: what stands below overrides it.
    ...(view.hostsAre === 'processes' ? [`!include ${sharedFile}`] : []),
    '[mysqld]',
    ...place,
    `server_id = ${members.findIndex(({ name }) => name === host.name) + 1}`,
    `bind_address = ${mysql.address}`,
    `port = ${mysql.port}`,
    `report_host = ${mysql.address}`,
    `report_port = ${mysql.port}`,
    'secure_file_priv = NULL',
    `loose-group_replication_group_name = ${view.record.groupUuid}`,
    `loose-group_replication_local_address = ${renderEndpoint(view.at(host, 'group'))}`,
    `loose-group_replication_group_seeds = ${members.map((each) => renderEndpoint(view.at(each, 'group'))).join(',')}`,
    // The group's own listener cannot be bound to one address: it answers these alone.
    `loose-group_replication_ip_allowlist = "${addresses.join(',')}"`,
    ...listProofLines(view.hostsAre === 'processes' ? view.folderOf(host) : machineFolder),
    `loose-group_replication_start_on_boot = ${joinOnBoot ? 'ON' : 'OFF'}`,
  ];
  return `${lines.join('\n')}\n`;
}

// A member speaks with another only where each has proved that the lab's authority knows it.
const listProofLines = (folder: string) => [
  `ssl_ca = "${folder}/authority.pem"`,
  `ssl_cert = "${folder}/certificate.pem"`,
  `ssl_key = "${folder}/key.pem"`,
  'loose-group_replication_ssl_mode = VERIFY_CA',
  `loose-group_replication_recovery_ssl_ca = "${folder}/authority.pem"`,
];

// The package's own configuration names a file: this way lines go to the journal, as those of all services do.
const machineLines = ['skip_log_error'];

function listProcessLines(folder: string) {
  const account = userInfo();
  return [
    ...(account.uid === 0 ? [`user = ${account.username}`] : []),
    `datadir = "${dataDir(folder)}"`,
    // Relative to the data directory: a socket's path may not be long, and nothing here uses it.
    'socket = mysqld.sock',
    'pid_file = mysqld.pid',
  ];
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

/** A member's own configuration, where it is a process. */
export function configPath(folder: string) {
  return join(folder, 'my.cnf');
}

/** A member's data, where it is a process. */
export function dataDir(folder: string) {
  return join(folder, 'data');
}
