import { readFile } from 'node:fs/promises';
import { UserError } from '../messages/user-error.ts';
import { fileExists } from './file-exists.ts';
import { choosePackageSource, indexTargetFormat, type PackageSource, parseIndexTargets } from './package-source.ts';
import { runTool } from './run-tool.ts';

/** Where the machine's own apt would take the servers from; undefined where it uses neither Debian nor Ubuntu. */
export async function findPackageSource(signal?: AbortSignal): Promise<PackageSource | undefined> {
  const codename = (await readFile('/etc/os-release', 'utf8').catch(() => '')).match(/^VERSION_CODENAME="?(\w+)/m)?.[1];
  return (
    choosePackageSource(await listIndexTargets([], signal), codename) ??
    choosePackageSource(await listIndexTargets(['--no-release-info'], signal), codename)
  );
}

async function listIndexTargets(flags: string[], signal?: AbortSignal) {
  const options = [...flags, '--format', indexTargetFormat];
  const listed = await runTool(['apt-get', 'indextargets', ...options, 'Created-By: Packages'], { signal });
  return parseIndexTargets(listed.output);
}

const keyringPackages = { Debian: 'debian-archive-keyring', Ubuntu: 'ubuntu-keyring' };

/** The file with the keys that a distribution signs its archive with. */
export async function findKeyring(distribution: PackageSource['distribution']): Promise<string> {
  const path = `/usr/share/keyrings/${distribution.toLowerCase()}-archive-keyring`;
  if (await fileExists(`${path}.gpg`)) return `${path}.gpg`;
  if (await fileExists(`${path}.pgp`)) return `${path}.pgp`;
  throw new UserError(`The keys of ${distribution}'s archive are not in ${path}.gpg, so packages cannot be verified.`, {
    next: `sudo apt-get install ${keyringPackages[distribution]}`,
  });
}
