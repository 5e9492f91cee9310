import { basename, join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { type AptOptions, createPrivateApt, downloadArchives, updateLists } from './apt.ts';
import { type Architecture, getArchitecture } from './architecture.ts';
import { arrangeFiles } from './arrange-files.ts';
import { type CachedFolder, findCached, listPrograms, nameFolder, publishFolder } from './cache.ts';
import { checkFreeSpace } from './disk-space.ts';
import { inspectProgram } from './inspect.ts';
import { describeFiles, type Manifest, writeManifest } from './manifest.ts';
import { choosePackages, parseArchiveName } from './package-names.ts';
import type { PackageSource } from './package-source.ts';
import { packagedProgram } from './packaged-program.ts';
import type { Program, ProgramName } from './program.ts';
import { createStaging, explainFileError, removeStaging } from './staging.ts';
import { unpackArchives } from './unpack-archives.ts';

export interface PackagedOptions extends AptOptions {
  cacheDir: string;
  minimumFreeBytes: number;
  findSource: () => Promise<PackageSource>;
}

/** Programs from the distribution's packages: from the cache, or, where it has none that is sound, downloaded into it. */
export async function findPackagedPrograms(
  programs: ProgramName[],
  options: PackagedOptions,
): Promise<Partial<Record<ProgramName, Program>>> {
  const architecture = getArchitecture(process.arch);
  const wanted = { programs, architecture, onDamage: options.onProgress };
  const cached = (await findCached(options.cacheDir, wanted)) ?? (await fillCache(wanted, options));
  return listPrograms(cached, architecture);
}

interface Wanted {
  programs: ProgramName[];
  architecture: Architecture;
}

async function fillCache(wanted: Wanted, options: PackagedOptions): Promise<CachedFolder> {
  const source = await options.findSource();
  checkFolderName(options.cacheDir);
  const staging = await createStaging(options.cacheDir);
  try {
    await checkFreeSpace(options.cacheDir, options.minimumFreeBytes);
    const archives = await download(wanted, { ...options, source, folder: join(staging, 'apt') });
    const packages = listPackages(archives);
    const finished = await unpack(archives, { ...wanted, ...options, staging, packages });
    const folder = join(options.cacheDir, nameFolder(finished.manifest));
    await publishFolder(finished.folder, { place: folder, aside: staging });
    return { folder, manifest: finished.manifest };
  } catch (error) {
    throw explainFileError(error, options.cacheDir);
  } finally {
    await removeStaging(staging);
  }
}

/** The loader separates library folders by colons and semicolons, and apt's configuration quotes by quotation marks. */
function checkFolderName(cacheDir: string): void {
  const [character] = cacheDir.match(/[:;"\n]/) ?? [];
  if (!character) return;
  throw new UserError(
    `Servers cannot be unpacked in ${cacheDir}: its path has the character ${character} in it. Choose another folder.`,
  );
}

async function download(wanted: Wanted, options: PackagedOptions & { source: PackageSource; folder: string }) {
  const apt = await createPrivateApt(options.folder, { source: options.source, architecture: wanted.architecture });
  const available = await updateLists(apt, { ...options, stems: ['mysql-', 'haproxy'] });
  const { packages, missing } = choosePackages(wanted.programs, available);
  if (missing.length === 0) return downloadArchives(apt, { ...options, packages });
  const uris = options.source.repositories.map(({ uri, suite }) => `${uri} (${suite})`);
  throw new UserError(
    `${[...new Set(uris)].join(', ')} has no package ${missing.join(', no package ')}. ` +
      'Install these programs another way and name them in LAB_MYSQLD, LAB_MYSQL and LAB_HAPROXY.',
  );
}

function listPackages(archives: string[]): Manifest['packages'] {
  const packages = archives.flatMap((archive) => parseArchiveName(basename(archive)) ?? []);
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
}

interface UnpackOptions extends Wanted, PackagedOptions {
  staging: string;
  packages: Manifest['packages'];
}

async function unpack(archives: string[], options: UnpackOptions): Promise<CachedFolder> {
  const { staging, architecture, packages } = options;
  const [from, folder] = [join(staging, 'root'), join(staging, 'servers')];
  options.onProgress(`Unpacking ${archives.length} packages`);
  await unpackArchives(archives, { ...options, folder: from });
  await arrangeFiles({ ...options, from, to: folder });
  const programs = await inspectAll(folder, options);
  const manifest: Manifest = {
    format: 1,
    architecture: architecture.name,
    unpackedAt: new Date().toISOString(),
    packages,
    programs,
    files: await describeFiles(folder),
  };
  await writeManifest(folder, manifest);
  return { folder, manifest };
}

async function inspectAll(folder: string, options: UnpackOptions): Promise<Manifest['programs']> {
  const versions: Manifest['programs'] = {};
  for (const name of options.programs) {
    const program = packagedProgram(name, { folder, architecture: options.architecture, version: '' });
    const { version, whyNot } = await inspectProgram(name, program, { signal: options.signal });
    if (whyNot) throw new UserError(`${name} from the packages cannot be used: ${whyNot}. ${advise(name)}`);
    versions[name] = version;
  }
  return versions;
}

function advise(name: ProgramName): string {
  return `Set LAB_${name.toUpperCase()} to one that can.`;
}
