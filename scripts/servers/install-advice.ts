import { UserError } from '../messages/user-error.ts';
import { nameYourOwn, type ProgramSource } from './program.ts';

const installers: Record<string, { name: string; command: string }> = {
  darwin: { name: 'brew', command: 'brew install' },
  fedora: { name: 'dnf', command: 'sudo dnf install' },
  rhel: { name: 'dnf', command: 'sudo dnf install' },
  suse: { name: 'zypper', command: 'sudo zypper install' },
  arch: { name: 'pacman', command: 'sudo pacman -S' },
  debian: { name: 'apt', command: 'sudo apt-get install' },
};

export interface Platform {
  /** Node.js's name for it, such as linux or darwin. */
  name: string;
  /** The text of /etc/os-release. */
  osRelease: string;
}

/** The command that installs programs on a machine from which packages cannot be taken, or undefined where unknown. */
export function adviseInstall({ name, osRelease }: Platform, sources: ProgramSource[]): string | undefined {
  const ids = name === 'linux' ? listSystems(osRelease) : [name];
  const installer = ids.map((id) => installers[id.replace(/^opensuse.*/, 'suse')]).find((each) => each !== undefined);
  if (!installer) return undefined;
  const packages = sources.map((source) => source.otherPackages?.[installer.name] ?? source.package);
  return `${installer.command} ${[...new Set(packages)].join(' ')}`;
}

function listSystems(osRelease: string) {
  return [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) => value?.split(' ') ?? []);
}

/** The error for a machine without usable programs and without a Debian or Ubuntu apt to take them from. */
export function noServersError(missing: ProgramSource[], facts: { platform: Platform; rejected: string[] }): UserError {
  const next = adviseInstall(facts.platform, missing);
  const wanted = missing.map(({ product, minimumVersion }) => `${product} ${minimumVersion} or newer`);
  const names = missing.map(({ name }) => name).join(', no ');
  const sentences = [
    `This machine has no usable ${names}, and no apt of Debian or Ubuntu to take them from.`,
    ...facts.rejected.map((sentence) => `${sentence}.`),
    `Install ${[...new Set(wanted)].join(' and ')}. ${nameYourOwn}.`,
  ];
  return new UserError(sentences.join(' '), next ? { next } : {});
}
