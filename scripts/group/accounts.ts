import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../settings/config.ts';
import type { AccountOrigins } from '../settings/endpoints.ts';
import type { Account, Secrets } from '../state/secrets.ts';
import { escapeText } from './sql-text.ts';

export interface AccountsOptions {
  database: string;
  secrets: Secrets;
  origins: AccountOrigins;
}

const monitorRights = ['REPLICATION CLIENT ON *.*', 'SELECT ON performance_schema.*'];

/**
 * The statements that install the database, the accounts with least rights, and the function of the
 * health check.
 */
export function renderAccountsSql({ database, secrets, origins }: AccountsOptions) {
  const { replication, monitor } = secrets;
  const replicationRights =
    'REPLICATION SLAVE, BACKUP_ADMIN, CLONE_ADMIN, GROUP_REPLICATION_STREAM, CONNECTION_ADMIN ON *.*';
  return [
    ...listDatabaseStatements({ database, secrets, origins }),
    ...origins.members.flatMap((origin) => renderAccount(replication, origin, [replicationRights])),
    ...origins.monitors.flatMap((origin) => renderAccount(monitor, origin, monitorRights)),
    readRoutingSql(origins.haproxy, secrets.check.username),
  ].join('\n');
}

/** The statements that create the application's database and its account. */
export function listDatabaseStatements({ database, secrets, origins }: AccountsOptions): string[] {
  return [
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;`,
    ...renderAccount(secrets.application, origins.haproxy, [`SELECT, INSERT, UPDATE, DELETE ON \`${database}\`.*`]),
  ];
}

/** A hash of the statements: the lab installs them again only when it changes. */
export function fingerprint(sql: string) {
  return createHash('sha256').update(sql).digest('hex');
}

function renderAccount({ username, password }: Account, origin: string, grants: string[]) {
  const account = `${escapeText(username)}@${escapeText(origin)}`;
  return [
    `CREATE USER IF NOT EXISTS ${account};`,
    `ALTER USER ${account} IDENTIFIED BY ${escapeText(password)};`,
    ...grants.map((grant) => `GRANT ${grant} TO ${account};`),
  ];
}

function readRoutingSql(haproxyAddress: string, checkUser: string) {
  const text = readFileSync(join(projectDir, 'roles/mysql/routing.sql'), 'utf8');
  return text.replaceAll(':haproxyAddress', escapeText(haproxyAddress)).replaceAll(':checkUser', escapeText(checkUser));
}
