import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ExecaError, execa } from 'execa';
import { escapeText } from '../../group/sql-text.ts';
import { UserError } from '../../messages/user-error.ts';
import { commandLine, type Program } from '../../servers/program.ts';
import { projectDir } from '../../settings/config.ts';
import type { HostWith } from '../../settings/lab-file.ts';
import type { Account } from '../../state/secrets.ts';
import { loopback } from './layout.ts';

type MysqlHost = HostWith<'mysql'>;

export interface MemberFiles {
  dir: string;
  host: MysqlHost;
  /** All members, in the order of lab.json. */
  members: MysqlHost[];
  groupUuid: string;
  /** Whether it joins the group by itself when it starts. */
  joinOnBoot: boolean;
}

/** The part of a member's configuration that is its own. */
export function renderMemberConfig({ dir, host, members, groupUuid, joinOnBoot }: MemberFiles) {
  const seeds = members.map(({ localPorts }) => `${loopback}:${localPorts.group}`).join(',');
  const account = userInfo();
  const lines = [
    '# Written by the lab at every start.',
    `!include ${join(projectDir, 'provision/mysql/group.cnf')}`,
    '[mysqld]',
    ...(account.uid === 0 ? [`user = ${account.username}`] : []),
    `server_id = ${members.indexOf(host) + 1}`,
    `bind_address = ${loopback}`,
    `port = ${host.localPorts.mysql}`,
    `report_host = ${loopback}`,
    `report_port = ${host.localPorts.mysql}`,
    `datadir = "${dataDir(dir)}"`,
    // Relative to the data directory: a socket's path may not be long, and nothing here uses it.
    'socket = mysqld.sock',
    'pid_file = mysqld.pid',
    'secure_file_priv = NULL',
    `loose-group_replication_group_name = ${groupUuid}`,
    `loose-group_replication_local_address = ${loopback}:${host.localPorts.group}`,
    `loose-group_replication_group_seeds = ${seeds}`,
    // The group's own listener cannot be bound to one address: it answers this machine alone.
    `loose-group_replication_ip_allowlist = ${loopback}`,
    `loose-group_replication_start_on_boot = ${joinOnBoot ? 'ON' : 'OFF'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The command that runs a member. */
export function memberCommand(mysqld: Program, dir: string) {
  return commandLine(mysqld, [`--defaults-file=${configPath(dir)}`]);
}

/** Writes the member's configuration, and makes its data directory where there is none. */
export async function prepareMember(mysqld: Program, { root, ...files }: MemberFiles & { root: Account }) {
  await mkdir(files.dir, { recursive: true, mode: 0o700 });
  await writeFile(configPath(files.dir), renderMemberConfig(files), { mode: 0o600 });
  if (existsSync(dataDir(files.dir))) return;
  await initialize(mysqld, { dir: files.dir, root });
}

// Initialised beside its place and renamed when whole, so that a half-made directory is never taken for data.
async function initialize(mysqld: Program, { dir, root }: { dir: string; root: Account }) {
  const unfinished = `${dataDir(dir)}.unfinished`;
  const initFile = join(dir, 'init.sql');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(initFile, renderInitSql(root), { mode: 0o600 });
  const options = [
    `--datadir=${unfinished}`,
    '--initialize-insecure',
    `--init-file=${initFile}`,
    '--super-read-only=OFF',
  ];
  const [command, ...args] = commandLine(mysqld, [`--defaults-file=${configPath(dir)}`, ...options]);
  try {
    await execa(command, args, { all: true, timeout: 120_000 });
  } catch (error) {
    throw initializeFailed(dir, error);
  } finally {
    await rm(initFile, { force: true });
  }
  await rename(unfinished, dataDir(dir));
}

// Not logged: these accounts are each member's own, and a member that is to join must have no transactions of its own.
function renderInitSql({ password }: Account) {
  const secret = escapeText(password);
  return [
    'SET sql_log_bin = 0;',
    `ALTER USER root@localhost IDENTIFIED BY ${secret};`,
    `CREATE USER root@'${loopback}' IDENTIFIED BY ${secret};`,
    `GRANT ALL ON *.* TO root@'${loopback}' WITH GRANT OPTION;`,
    '',
  ].join('\n');
}

function initializeFailed(dir: string, error: unknown) {
  const output = error instanceof ExecaError ? String(error.all ?? error.shortMessage) : String(error);
  const reason =
    output
      .split('\n')
      .filter((line) => line.includes('[ERROR]'))
      .slice(0, 3)
      .join('\n  ') || output.slice(-500);
  return new UserError(`MySQL could not make a data directory in ${dir}:\n  ${reason}`, {
    next: 'mend the cause, then npm start',
  });
}

/** Keeps a member's binary logs and throws the rest of its data away; tells where the logs are. */
export async function resetMember(dir: string, savedDir: string) {
  await mkdir(savedDir, { recursive: true, mode: 0o700 });
  const names = existsSync(dataDir(dir)) ? await readdir(dataDir(dir)) : [];
  for (const name of names.filter((each) => each.startsWith('binlog.'))) {
    await rename(join(dataDir(dir), name), join(savedDir, name));
  }
  await rm(dataDir(dir), { recursive: true, force: true });
}

/** Removes the lock of a socket whose owner was killed: mysqld would refuse to start once the pid is somebody else's. */
export async function removeStaleLock(dir: string) {
  await rm(join(dataDir(dir), 'mysqld.sock.lock'), { force: true });
}

function configPath(dir: string) {
  return join(dir, 'my.cnf');
}

function dataDir(dir: string) {
  return join(dir, 'data');
}
