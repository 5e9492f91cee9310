import { join } from 'node:path';
import { fileExists } from '../../scripts/servers/file-exists.ts';
import type { Ask, Judgement, ProgramSource } from '../../scripts/servers/program.ts';
import { isAtLeast } from '../../scripts/servers/version.ts';

const minimumVersion = '8.0.35';
const share = 'share/mysql';
const messages = { from: 'usr/share/mysql/english', to: `${share}/english` };
const charsets = { from: 'usr/share/mysql/charsets', to: `${share}/charsets` };
const plugins = { from: 'usr/lib/mysql/plugin', to: 'lib/plugin', keep: isKeptPlugin };
const common = { product: 'MySQL', minimumVersion, versionFlag: '--version' };

/** MySQL's server and its client, as Debian and Ubuntu package them. */
export const mysqlPrograms: ProgramSource[] = [
  {
    ...common,
    name: 'mysqld',
    package: 'mysql-server-core',
    binary: 'usr/sbin/mysqld',
    writesOwnFiles: true,
    // Fixed options follow the arguments: mysqld wants --defaults-file first.
    listFixedOptions: (path) => [
      `--basedir=${path('')}`,
      `--lc-messages-dir=${path(share)}`,
      `--character-sets-dir=${path(charsets.to)}`,
      `--plugin-dir=${path(plugins.to)}`,
      // The compiled-in folder exists only where the package is installed.
      '--secure-file-priv=NULL',
    ],
    folders: [charsets, messages, plugins],
    otherPackages: { brew: 'mysql', dnf: 'mysql-server', pacman: 'mysql', zypper: 'mysql-community-server' },
    judge: (output) => judgeMysql('mysqld', output),
    examine: findMissingPlugins,
  },
  {
    ...common,
    name: 'mysql',
    package: 'mysql-client-core',
    binary: 'usr/bin/mysql',
    listFixedOptions: (path) => [`--character-sets-dir=${path(charsets.to)}`],
    folders: [charsets],
    otherPackages: { brew: 'mysql', dnf: 'mysql-server', pacman: 'mysql', zypper: 'mysql-community-server' },
    judge: (output) => judgeMysql('mysql', output),
  },
];

/** Whether this mysqld or mysql is of use here, judged by what it prints for --version. */
export function judgeMysql(name: 'mysqld' | 'mysql', output: string): Judgement {
  const found = parseMysqlVersion(output);
  if (!found) return { version: '', whyNot: `what it prints for --version is not a ${name}'s answer` };
  const { version, flavour } = found;
  if (flavour === 'MariaDB') return { version, whyNot: `it is MariaDB ${version}, which has no Group Replication` };
  const isOld = !isAtLeast(version, minimumVersion);
  return { version, whyNot: isOld ? `it is MySQL ${version}, older than ${minimumVersion}` : undefined };
}

export interface MysqlVersion {
  version: string;
  flavour: 'MySQL' | 'MariaDB';
}

/** The version in what `mysqld --version` or `mysql --version` prints, or undefined where there is none. */
export function parseMysqlVersion(output: string): MysqlVersion | undefined {
  const version = output.match(/\b(?:Distrib|from) (\d+\.\d+\.\d+)/) ?? output.match(/\bVer (\d+\.\d+\.\d+)/);
  if (!version?.[1]) return undefined;
  return { version: version[1], flavour: /mariadb/i.test(output) ? 'MariaDB' : 'MySQL' };
}

const requiredPlugins = ['group_replication.so', 'mysql_clone.so'];

async function findMissingPlugins(ask: Ask): Promise<string | undefined> {
  const folder = (await ask(['--no-defaults', '--verbose', '--help'])).match(/^plugin-dir\s+(.+?)\s*$/m)?.[1];
  const present = folder ? await Promise.all(requiredPlugins.map((name) => fileExists(join(folder, name)))) : [];
  return judgePlugins(
    folder,
    requiredPlugins.filter((_, index) => !present[index]),
  );
}

/** Why a server with this plugin folder is of no use here, or undefined when it is of use. */
export function judgePlugins(folder: string | undefined, missing: string[]): string | undefined {
  if (!folder) return 'it does not name its plugin folder';
  return missing.length > 0 ? `its plugin folder ${folder} has no ${missing.join(' and no ')}` : undefined;
}

/** Whether a plugin is kept: not the ones that only test or that are for clients of other authentication services. */
export function isKeptPlugin(file: string): boolean {
  if (!file.endsWith('.so')) return false;
  return !/_client\.so$|telemetry|test|example|mock|adt_null|mypluglib|mecab|authentication_webauthn/.test(file);
}
