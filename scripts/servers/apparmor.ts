import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

export interface ApparmorFacts {
  enabled: boolean;
  /** The kernel's list of loaded profiles; undefined where only root may read it. */
  loadedProfiles: string | undefined;
  /** The text of the binary's own profile in /etc/apparmor.d, where there is one. */
  profileText: string | undefined;
  disabled: boolean;
  complaining: boolean;
}

/** Whether AppArmor enforces a profile on the binary, judged by the kernel's list or, failing that, by the files. */
export function isConfined(binary: string, facts: ApparmorFacts): boolean {
  if (!facts.enabled) return false;
  if (facts.loadedProfiles !== undefined) return isEnforced(binary, facts.loadedProfiles);
  if (facts.profileText === undefined || facts.disabled || facts.complaining) return false;
  return !/flags\s*=\s*\([^)]*\b(?:complain|unconfined)\b/.test(facts.profileText);
}

function isEnforced(binary: string, loadedProfiles: string): boolean {
  const names = [binary, basename(binary)];
  return loadedProfiles.split('\n').some((line) => names.some((name) => line === `${name} (enforce)`));
}

/** Reads what AppArmor knows of a binary. */
export async function readApparmorFacts(binary: string): Promise<ApparmorFacts> {
  const profile = binary.replace(/^\//, '').replaceAll('/', '.');
  const [enabled, loadedProfiles, profileText, disabled, complaining] = await Promise.all([
    readText('/sys/module/apparmor/parameters/enabled'),
    readText('/sys/kernel/security/apparmor/profiles'),
    readText(join('/etc/apparmor.d', profile)),
    readText(join('/etc/apparmor.d/disable', profile)),
    readText(join('/etc/apparmor.d/force-complain', profile)),
  ]);
  return {
    enabled: enabled?.trim() === 'Y',
    loadedProfiles,
    profileText,
    disabled: disabled !== undefined,
    complaining: complaining !== undefined,
  };
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
