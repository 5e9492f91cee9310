import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { UserError } from '../scripts/messages/user-error.ts';
import { projectDir } from '../scripts/settings/config.ts';
import type { Host } from '../scripts/settings/lab-file.ts';
import { load } from '../scripts/start/program.mjs';
import { readMachineConf } from './machine-conf.ts';
import type { FoundRole, Role } from './role.ts';

/** The roles of a lab's hosts. */
export interface Roles {
  all: FoundRole[];
  of(host: { role: string }): FoundRole;
}

/** The hosts that a lab on machines has: some kinds are of use beside processes alone. */
export function listHostsOfMachines<H extends { role: string }>(hosts: H[], roles: Roles): H[] {
  return hosts.filter((host) => roles.of(host).machine?.none === undefined);
}

/** The hosts that a lab of processes has: some kinds are of use on machines alone. */
export function listHostsOfProcesses<H extends { role: string }>(hosts: H[], roles: Roles): H[] {
  return hosts.filter((host) => !roles.of(host).needsMachines);
}

/** What every lab has, whatever its lab.json lists. */
const coreRoles = ['mysql', 'haproxy', 'web', 'caretaker', 'watcher'];

/** Finds the roles of these hosts by the folders that their names stand for. */
export async function findRoles(hosts: Pick<Host, 'role'>[]): Promise<Roles> {
  const words = [...new Set([...coreRoles, ...hosts.map(({ role }) => role)])];
  const found = new Map(await Promise.all(words.map(async (word) => [word, await findRole(word)] as const)));
  return {
    all: [...found.values()],
    of({ role }) {
      const one = found.get(role);
      if (!one) throw new Error(`The role ${role} was not looked for`);
      return one;
    },
  };
}

/** Finds one role: a folder of roles/, or one elsewhere in the project by its path, such as ./tests/support/roles/echo. */
export async function findRole(word: string): Promise<FoundRole> {
  const folder = word.startsWith('.') ? resolve(projectDir, word) : join(projectDir, 'roles', word);
  const path = join(folder, 'role.ts');
  if (!existsSync(path)) {
    throw new UserError(`There is no role "${word}": ${path} does not exist`, {
      next: 'name a folder of roles/, or a path that begins with "./", in lab.json',
    });
  }
  const { role } = word.startsWith('.') ? await loadElsewhere(path) : await import(`./${word}/role.ts`);
  return { ...role, name: basename(folder), folder, machine: readMachineConf(folder) };
}

// The roles of this folder are compiled with the command; one elsewhere is compiled when it is met.
async function loadElsewhere(path: string) {
  return (await load(relative(projectDir, path))) as { role: Role };
}
