import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import { requireOwn } from '../state/own-files.ts';
import { type AptOptions, createPrivateApt, downloadArchives, type PrivateApt, updateLists } from './apt.ts';
import { type Architecture, getArchitecture } from './architecture.ts';
import { arrangeFiles } from './arrange-files.ts';
import { type CachedFolder, findCached, listPrograms, nameFolder, publishFolder } from './cache.ts';
import { checkFreeSpace } from './disk-space.ts';
import { inspectProgram } from './inspect.ts';
import { describeFiles, type Manifest, writeManifest } from './manifest.ts';
import { choosePackages, parseArchiveName } from './package-names.ts';
import type { PackageSource } from './package-source.ts';
import { packagedProgram } from './packaged-program.ts';
import { nameYourOwn, type ProgramSource, type Programs, variableOf } from './program.ts';
import { createStaging, explainFileError, removeStaging } from './staging.ts';
import { unpackArchives } from './unpack-archives.ts';

export interface PackagedOptions extends AptOptions {
  cacheDir: string;
  minimumFreeBytes: number;
  findSource: () => Promise<PackageSource>;
}

/** Programs from the distribution's packages: each set from the cache, or, where that has none that is sound, downloaded. */
export async function findPackagedPrograms(sets: ProgramSource[][], options: PackagedOptions): Promise<Programs> {
  if (sets.length === 0) return {};
  requireOwn(options.cacheDir, 'set LAB_CACHE to a folder of your own');
  const architecture = getArchitecture(process.arch);
  const look = (sources: ProgramSource[]) =>
    findCached(options.cacheDir, { sources, architecture, onDamage: options.onProgress });
  const cached = await Promise.all(sets.map(look));
  const missing = sets.filter((_, index) => !cached[index]);
  const filled = missing.length > 0 ? await fillCache(missing, { ...options, architecture }) : [];
  const programs = sets.map((sources, index) => {
    const folder = cached[index] ?? (filled[missing.indexOf(sources)] as CachedFolder);
    return listPrograms(folder, { sources, architecture });
  });
  return Object.assign({}, ...programs);
}

interface FillOptions extends PackagedOptions {
  architecture: Architecture;
}

async function fillCache(sets: ProgramSource[][], options: FillOptions): Promise<CachedFolder[]> {
  const source = await options.findSource();
  checkFolderName(options.cacheDir);
  const staging = await createStaging(options.cacheDir);
  try {
    await checkFreeSpace(options.cacheDir, options.minimumFreeBytes);
    const apt = await createPrivateApt(join(staging, 'apt'), { source, architecture: options.architecture });
    const stems = sets.flat().flatMap((each) => [each.package, ...(each.withPackages ?? [])]);
    const available = await updateLists(apt, { ...options, stems });
    const folders: CachedFolder[] = [];
    for (const sources of sets) folders.push(await fetchSet(sources, { ...options, apt, available, staging }));
    return folders;
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

interface FetchOptions extends FillOptions {
  apt: PrivateApt;
  /** The names of all packages that might be meant. */
  available: string[];
  staging: string;
}

async function fetchSet(sources: ProgramSource[], options: FetchOptions): Promise<CachedFolder> {
  const archives = await download(sources, options);
  const finished = await unpack(archives, { ...options, sources });
  const folder = join(options.cacheDir, nameFolder(sources, finished.manifest));
  await publishFolder(finished.folder, { place: folder, aside: options.staging });
  return { folder, manifest: finished.manifest };
}

async function download(sources: ProgramSource[], { apt, available, ...options }: FetchOptions) {
  const { packages, missing } = choosePackages(sources, available);
  if (missing.length === 0) return downloadArchives(apt, { ...options, packages });
  const uris = apt.source.repositories.map(({ uri, suite }) => `${uri} (${suite})`);
  throw new UserError(
    `${[...new Set(uris)].join(', ')} has no package ${missing.join(', no package ')}. ${nameYourOwn}`,
  );
}

function listPackages(archives: string[]): Manifest['packages'] {
  const packages = archives.flatMap((archive) => parseArchiveName(basename(archive)) ?? []);
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
}

async function unpack(archives: string[], options: FetchOptions & { sources: ProgramSource[] }): Promise<CachedFolder> {
  const { staging, architecture } = options;
  const [from, folder] = [join(staging, 'root'), join(staging, 'servers')];
  options.onProgress(`Unpacking ${archives.length} packages`);
  await unpackArchives(archives, { ...options, folder: from });
  await arrangeFiles({ ...options, from, to: folder });
  // The next set is unpacked there.
  await rm(from, { recursive: true, force: true });
  const manifest: Manifest = {
    format: 1,
    architecture: architecture.name,
    unpackedAt: new Date().toISOString(),
    packages: listPackages(archives),
    programs: await inspectAll(folder, options),
    files: await describeFiles(folder),
  };
  await writeManifest(folder, manifest);
  return { folder, manifest };
}

async function inspectAll(
  folder: string,
  { sources, architecture, signal }: FetchOptions & { sources: ProgramSource[] },
): Promise<Manifest['programs']> {
  const versions: Manifest['programs'] = {};
  for (const source of sources) {
    const program = packagedProgram(source, { folder, architecture, version: '' });
    const { version, whyNot } = await inspectProgram(source, program, { signal });
    const next = `Set ${variableOf(source)} to one that can.`;
    if (whyNot) throw new UserError(`${source.name} from the packages cannot be used: ${whyNot}. ${next}`);
    versions[source.name] = version;
  }
  return versions;
}
