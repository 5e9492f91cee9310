import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { requireOwn } from '../state/own-files.ts';
import type { Architecture } from './architecture.ts';
import { findDamage, type Manifest, readManifest } from './manifest.ts';
import { isPackageOf } from './package-names.ts';
import { packagedProgram } from './packaged-program.ts';
import type { ProgramSource, Programs } from './program.ts';

export interface CachedFolder {
  folder: string;
  manifest: Manifest;
}

interface Wanted {
  sources: ProgramSource[];
  architecture: Architecture;
  onDamage: (text: string) => void;
}

/** The newest folder in the cache that has the wanted programs and is sound; nothing is fetched or deleted. */
export async function findCached(cacheDir: string, wanted: Wanted): Promise<CachedFolder | undefined> {
  const names = await readdir(cacheDir).catch(() => []);
  const folders = names.filter((name) => !name.startsWith('unpacking-')).map((name) => join(cacheDir, name));
  const candidates = await Promise.all(
    folders.map(async (folder) => ({ folder, manifest: await readManifest(folder) })),
  );
  for (const { folder, manifest } of sortSuitable(candidates, wanted)) {
    requireOwn(folder, `rm -r ${folder}`);
    const damage = await findDamage(folder, manifest);
    if (!damage) return { folder, manifest };
    wanted.onDamage(`${join(folder, damage)} is not as it was unpacked: fetching the packages again`);
  }
  return undefined;
}

function sortSuitable(
  candidates: { folder: string; manifest: Manifest | undefined }[],
  wanted: Wanted,
): CachedFolder[] {
  return candidates
    .flatMap(({ folder, manifest }) => (manifest && isSuitable(manifest, wanted) ? [{ folder, manifest }] : []))
    .sort((a, b) => b.manifest.unpackedAt.localeCompare(a.manifest.unpackedAt));
}

function isSuitable(manifest: Manifest, { architecture, sources }: Wanted): boolean {
  return manifest.architecture === architecture.name && sources.every(({ name }) => manifest.programs[name]);
}

/** How to start the wanted programs of a cached folder. */
export function listPrograms({ folder, manifest }: CachedFolder, { sources, architecture }: Omit<Wanted, 'onDamage'>) {
  const entries = sources.map((source) => {
    const version = manifest.programs[source.name] ?? '';
    return [source.name, packagedProgram(source, { folder, architecture, version })];
  });
  return Object.fromEntries(entries) as Programs;
}

/** The name of a folder for its programs and their packages' versions, so that another version never meets this one. */
export function nameFolder(
  sources: ProgramSource[],
  { programs, packages, architecture }: Omit<Manifest, 'files'>,
): string {
  const sorted = sources.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const parts = sorted.map((source) => {
    const name = Object.keys(packages).find((each) => isPackageOf(source, each));
    return `${source.name}-${name ? packages[name] : programs[source.name]}`;
  });
  return [...parts, architecture].join('_').replaceAll(/[^\w.+~-]/g, '-');
}

/**
 * Puts a finished folder into its place in one step. Where another process was first and its folder is sound, that
 * one is kept; a damaged one is moved aside into the given folder, which the caller removes.
 */
export async function publishFolder(finished: string, options: { place: string; aside: string }): Promise<void> {
  const { place, aside } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(finished, place);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'ENOTEMPTY' && code !== 'EEXIST') || attempt === 3) throw error;
    }
    const manifest = await readManifest(place);
    if (manifest && !(await findDamage(place, manifest))) return;
    await rename(place, join(aside, `damaged-${attempt}`)).catch(() => undefined);
  }
}
