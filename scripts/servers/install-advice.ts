import { UserError } from '../messages/user-error.ts';

const commands: Record<string, string> = {
  darwin: 'brew install mysql haproxy',
  fedora: 'sudo dnf install mysql-server haproxy',
  rhel: 'sudo dnf install mysql-server haproxy',
  suse: 'sudo zypper install mysql-community-server haproxy',
  arch: 'sudo pacman -S haproxy, and mysql from the AUR',
  debian: 'sudo apt-get install haproxy, and mysql-server 8.0.35 or newer',
};

export interface Platform {
  /** Node.js's name for it, such as linux or darwin. */
  name: string;
  /** The text of /etc/os-release. */
  osRelease: string;
}

/** The command that installs the servers on a machine from which packages cannot be taken, or undefined where unknown. */
export function adviseInstall({ name, osRelease }: Platform): string | undefined {
  if (name !== 'linux') return commands[name];
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(([, value]) => value?.split(' ') ?? []);
  return ids.map((id) => commands[id.replace(/^opensuse.*/, 'suse')]).find((command) => command !== undefined);
}

/** The error for a machine without usable servers and without a Debian or Ubuntu apt to take them from. */
export function noServersError(missing: string[], facts: { platform: Platform; rejected: string[] }): UserError {
  const next = adviseInstall(facts.platform);
  const sentences = [
    `This machine has no usable ${missing.join(', no ')}, and no apt of Debian or Ubuntu to take them from.`,
    ...facts.rejected.map((sentence) => `${sentence}.`),
    'Install MySQL 8.0.35 or newer and HAProxy 2.6 or newer, or name the programs in LAB_MYSQLD, LAB_MYSQL and LAB_HAPROXY.',
  ];
  return new UserError(sentences.join(' '), next ? { next } : {});
}
