import type { ProgramSource } from './program.ts';
import { compareVersions } from './version.ts';

/**
 * The packages that bring the wanted programs, out of all that the archive has: `mysql-server-core` in Debian and
 * newer Ubuntu, `mysql-server-core-8.0` in older Ubuntu.
 */
export function choosePackages(
  sources: ProgramSource[],
  available: string[],
): { packages: string[]; missing: string[] } {
  const stems = sources.flatMap((source) => [source.package, ...(source.withPackages ?? [])]);
  const chosen = stems.map((stem) => chooseNewest(stem, available));
  const missing = stems.filter((_, index) => !chosen[index]);
  return { packages: chosen.filter((name) => name !== undefined), missing };
}

function chooseNewest(stem: string, available: string[]): string | undefined {
  if (available.includes(stem)) return stem;
  const versions = available.filter((name) => isNumbered(stem, name)).map((name) => name.slice(stem.length + 1));
  const newest = versions.sort(compareVersions).at(-1);
  return newest && `${stem}-${newest}`;
}

/** Whether a package is the one that brings a program. */
export function isPackageOf(source: ProgramSource, packageName: string): boolean {
  return packageName === source.package || isNumbered(source.package, packageName);
}

function isNumbered(stem: string, packageName: string) {
  return packageName.startsWith(`${stem}-`) && /^\d+\.\d+$/.test(packageName.slice(stem.length + 1));
}

/** Whether an archive has to be unpacked: what only installation scripts need is left out. */
export function isUnpacked(archive: string): boolean {
  return !/^(?:perl|libperl|adduser|passwd|login|base-passwd|debconf|libpam-modules|libc-gconv-modules)/.test(archive);
}

/** The packages that `apt-get install --simulate` says it would install. */
export function parseInstalled(output: string): Set<string> {
  return new Set([...output.matchAll(/^Inst ([^\s:]+)/gm)].map(([, name = '']) => name));
}

/** The package and its version in the file name of an archive, in which apt writes %3a for the colon of an epoch. */
export function parseArchiveName(file: string): { name: string; version: string } | undefined {
  const [, name, version] = file.match(/^([^_]+)_([^_]+)_[^_]+\.deb$/) ?? [];
  return name && version ? { name, version: decodeURIComponent(version) } : undefined;
}
