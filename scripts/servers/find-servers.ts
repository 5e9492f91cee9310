import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findExplicitPrograms } from './explicit-programs.ts';
import { findPackageSource } from './find-package-source.ts';
import { noServersError } from './install-advice.ts';
import { findMachinePrograms, listMachineFolders } from './machine-programs.ts';
import { findPackagedPrograms } from './packaged-programs.ts';
import type { ProgramSource, Programs } from './program.ts';

/** What the lists, the archives and the unpacked packages take up at the worst moment: 576 MB were measured. */
const measuredPeakBytes = 650e6;

export interface FindServersOptions {
  /** The programs of each role; those of one role are fetched together. */
  wanted: ProgramSource[][];
  /** LAB_MYSQLD and the like name programs of the person's own, PATH where to look for others. */
  env: NodeJS.ProcessEnv;
  cacheDir: string;
  minimumFreeBytes?: number;
  /** Where to look for the machine's own programs; the folders of PATH and the usual ones where it is left out. */
  machineFolders?: string[];
  onProgress: (text: string) => void;
  signal?: AbortSignal | undefined;
}

/** The programs to run: those the environment names, else the machine's own, else the distribution's packages in a cache. */
export async function findServers(options: FindServersOptions): Promise<Programs> {
  const { env, onProgress, signal, minimumFreeBytes = measuredPeakBytes } = options;
  const cacheDir = resolve(options.cacheDir);
  const explicit = await findExplicitPrograms(options.wanted.flat(), { env, signal });
  const folders = options.machineFolders ?? listMachineFolders(env.PATH);
  const wanted = without(options.wanted, explicit);
  const machine = await findMachinePrograms(wanted.flat(), { folders, signal });
  const missing = without(wanted, machine.found);
  const findSource = async () => {
    for (const sentence of machine.rejected) onProgress(sentence);
    return (await findPackageSource(signal)) ?? fail(missing.flat(), machine.rejected);
  };
  const packaged = await findPackagedPrograms(missing, { cacheDir, onProgress, signal, minimumFreeBytes, findSource });
  return { ...packaged, ...machine.found, ...explicit };
}

function without(sets: ProgramSource[][], found: Programs) {
  return sets.map((set) => set.filter(({ name }) => !found[name])).filter((set) => set.length > 0);
}

async function fail(missing: ProgramSource[], rejected: string[]): Promise<never> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  throw noServersError(missing, { platform: { name: process.platform, osRelease }, rejected });
}
