import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findExplicitPrograms, type ServerPaths } from './explicit-programs.ts';
import { findPackageSource } from './find-package-source.ts';
import { noServersError } from './install-advice.ts';
import { findMachinePrograms, listMachineFolders } from './machine-programs.ts';
import { findPackagedPrograms } from './packaged-programs.ts';
import { programNames, type Servers } from './program.ts';

/** What the lists, the archives and the unpacked packages take up at the worst moment: 576 MB were measured. */
const measuredPeakBytes = 650e6;

export interface FindServersOptions {
  env: ServerPaths;
  cacheDir: string;
  minimumFreeBytes?: number;
  /** Where to look for the machine's own programs; the folders of PATH and the usual ones where it is left out. */
  machineFolders?: string[];
  onProgress: (text: string) => void;
  signal?: AbortSignal | undefined;
}

/** The servers to run: those the environment names, else the machine's own, else the distribution's packages in a cache. */
export async function findServers(options: FindServersOptions): Promise<Servers> {
  const { env, onProgress, signal, minimumFreeBytes = measuredPeakBytes } = options;
  const cacheDir = resolve(options.cacheDir);
  const explicit = await findExplicitPrograms(env, signal);
  const folders = options.machineFolders ?? listMachineFolders(env.PATH);
  const wanted = programNames.filter((name) => !explicit[name]);
  const machine = await findMachinePrograms(wanted, { folders, signal });
  const missing = wanted.filter((name) => !machine.found[name]);
  if (missing.length === 0) return { ...machine.found, ...explicit } as Servers;
  const findSource = async () => {
    for (const sentence of machine.rejected) onProgress(sentence);
    return (await findPackageSource(signal)) ?? fail(missing, machine.rejected);
  };
  const packaged = await findPackagedPrograms(missing, { cacheDir, onProgress, signal, minimumFreeBytes, findSource });
  return { ...packaged, ...machine.found, ...explicit } as Servers;
}

async function fail(missing: string[], rejected: string[]): Promise<never> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  throw noServersError(missing, { platform: { name: process.platform, osRelease }, rejected });
}
