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

/** The version in what `haproxy -v` prints, or undefined where there is none. */
export function parseHaproxyVersion(output: string): string | undefined {
  return output.match(/\bHA-?Proxy version (\d+\.\d+(?:\.\d+)?)/)?.[1];
}

/** Whether a version such as 8.0.35 is the same as another or newer. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

/** Orders versions by their numbers, the way sort wants it. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
