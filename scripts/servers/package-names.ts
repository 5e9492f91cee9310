import type { ProgramName } from './program.ts';
import { compareVersions } from './version.ts';

const stems: Record<ProgramName, string> = {
  mysqld: 'mysql-server-core',
  mysql: 'mysql-client-core',
  haproxy: 'haproxy',
};

/**
 * The packages that bring the wanted programs, out of all that the archive has: `mysql-server-core` in Debian and
 * newer Ubuntu, `mysql-server-core-8.0` in older Ubuntu.
 */
export function choosePackages(wanted: ProgramName[], available: string[]): { packages: string[]; missing: string[] } {
  const chosen = wanted.map((name) => chooseNewest(stems[name], available));
  const missing = wanted.map((name) => stems[name]).filter((_, index) => !chosen[index]);
  return { packages: chosen.filter((name) => name !== undefined), missing };
}

function chooseNewest(stem: string, available: string[]): string | undefined {
  if (available.includes(stem)) return stem;
  const versions = available
    .filter((name) => name.startsWith(`${stem}-`))
    .map((name) => name.slice(stem.length + 1))
    .filter((version) => /^\d+\.\d+$/.test(version));
  const newest = versions.sort(compareVersions).at(-1);
  return newest && `${stem}-${newest}`;
}

/** Whether a package is the one that brings a program. */
export function isPackageOf(program: ProgramName, packageName: string): boolean {
  return packageName === stems[program] || (program !== 'haproxy' && packageName.startsWith(`${stems[program]}-`));
}

/** Whether an archive has to be unpacked: what only installation scripts need is left out. */
export function isUnpacked(archive: string): boolean {
  return !/^(?:perl|libperl|adduser|passwd|login|base-passwd|debconf|libpam-modules|libc-gconv-modules)/.test(archive);
}

/** The package and its version in the file name of an archive, in which apt writes %3a for the colon of an epoch. */
export function parseArchiveName(file: string): { name: string; version: string } | undefined {
  const [, name, version] = file.match(/^([^_]+)_([^_]+)_[^_]+\.deb$/) ?? [];
  return name && version ? { name, version: decodeURIComponent(version) } : undefined;
}
