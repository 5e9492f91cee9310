import type { ProgramName } from './program.ts';
import { isAtLeast, type MysqlVersion } from './version.ts';

export const minimumVersions: Record<ProgramName, string> = { mysqld: '8.0.35', mysql: '8.0.35', haproxy: '2.6' };

export const requiredPlugins = ['group_replication.so', 'mysql_clone.so'];

export interface MysqldFacts {
  version: MysqlVersion | undefined;
  pluginDir: string | undefined;
  missingPlugins: string[];
  confined: boolean;
}

/** Why this mysqld cannot be a member of the group, or undefined when it can. */
export function whyNotMysqld(facts: MysqldFacts): string | undefined {
  const why = whyNotMysql('mysqld', facts.version);
  if (why) return why;
  if (!facts.pluginDir) return 'it does not name its plugin folder';
  if (facts.missingPlugins.length > 0) {
    return `its plugin folder ${facts.pluginDir} has no ${facts.missingPlugins.join(' and no ')}`;
  }
  return facts.confined ? 'an AppArmor profile keeps it to the folders of the system installation' : undefined;
}

/** Why this mysqld or mysql is of no use here, judged by its version alone, or undefined when it is. */
export function whyNotMysql(name: 'mysqld' | 'mysql', found: MysqlVersion | undefined): string | undefined {
  if (!found) return `what it prints for --version is not a ${name}'s answer`;
  if (found.flavour === 'MariaDB') return `it is MariaDB ${found.version}, which has no Group Replication`;
  return whyTooOld('MySQL', found.version, minimumVersions[name]);
}

/** Why this haproxy is of no use here, or undefined when it is. */
export function whyNotHaproxy(version: string | undefined, confined: boolean): string | undefined {
  if (!version) return "what it prints for -v is not HAProxy's answer";
  const why = whyTooOld('HAProxy', version, minimumVersions.haproxy);
  if (why) return why;
  return confined ? 'an AppArmor profile keeps it to the folders of the system installation' : undefined;
}

function whyTooOld(product: string, version: string, minimum: string): string | undefined {
  return isAtLeast(version, minimum) ? undefined : `it is ${product} ${version}, older than ${minimum}`;
}
