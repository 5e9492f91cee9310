import { chmod, cp, mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import type { Architecture } from './architecture.ts';
import { fileExists } from './file-exists.ts';
import { type Loader, listLibraries } from './libraries.ts';
import { layout, placeInPart, renderLauncher } from './packaged-program.ts';
import { nameYourOwn, type ProgramSource } from './program.ts';
import { listLoadable, wrapPrograms } from './wrap-programs.ts';

export interface ArrangeOptions {
  /** The folder that holds all the packages' files. */
  from: string;
  /** The folder that gets what is needed to run, and no more. */
  to: string;
  sources: ProgramSource[];
  architecture: Architecture;
  signal?: AbortSignal | undefined;
}

/** Takes out of the unpacked packages the programs, what they need beside them, and exactly the libraries of both. */
export async function arrangeFiles(options: ArrangeOptions): Promise<void> {
  const { from, to, sources, architecture } = options;
  const loader = await findLoader(from, architecture);
  const alone = sources.filter((source) => placeInPart(source) === undefined);
  const binaries = await Promise.all(
    // A package may have it as a link to the version.
    alone.map(async ({ name, binary }) => [await realpath(join(from, binary)), join(to, layout.binary(name))] as const),
  );
  const parts = new Map([...binaries, ...(await listParts(options))]);
  const together = sources.flatMap(({ folders = [] }) => folders.filter(({ hasPrograms }) => hasPrograms));
  const loaded = binaries.map(([binary]) => binary);
  for (const path of parts.keys()) loaded.push(...(await listSharedObjects(path)));
  for (const folder of together) loaded.push(...(await listLoadable(join(from, folder.from))));
  await copyLibraries(loaded, { ...options, loader });
  for (const [source, target] of parts) await moveFile(source, target);
  const at = { libraries: join(to, layout.libraries), loader: architecture.loader };
  for (const folder of together) await wrapPrograms(join(to, folder.to), at);
  for (const { name, amend } of sources) if (amend) await amendFile(join(to, layout.binary(name)), amend);
  for (const { name } of sources.filter(({ executesItself }) => executesItself)) {
    const launcher = join(to, layout.launcher(name));
    await writeFile(launcher, renderLauncher(name, architecture));
    await chmod(launcher, 0o755);
  }
}

async function listSharedObjects(path: string) {
  if (!(await stat(path)).isDirectory()) return path.endsWith('.so') ? [path] : [];
  return (await listLoadable(path)).filter((file) => file.endsWith('.so'));
}

// A folder that is wanted whole moves as one; of others, each file that is kept.
async function listParts({ from, to, sources }: ArrangeOptions) {
  const folders = sources.flatMap((source) => source.folders ?? []);
  const lists = await Promise.all(
    folders.map(async ({ from: folder, to: place, keep }) => {
      if (!keep) return [[join(from, folder), join(to, place)] as const];
      const files = (await readdir(join(from, folder))).filter(keep);
      return files.map((file) => [join(from, folder, file), join(to, place, file)] as const);
    }),
  );
  return lists.flat();
}

async function findLoader(root: string, { loader, triplet }: Architecture): Promise<Loader> {
  const folders = ['usr/lib', 'lib'].flatMap((folder) => [
    join(root, folder, triplet),
    join(root, `${folder}64`),
    join(root, folder),
  ]);
  const libraryFolders = await filterExisting(folders);
  const [path] = await filterExisting(folders.map((folder) => join(folder, loader)));
  if (path) return { path: await realpath(path), libraryFolders };
  throw new UserError(`The packages brought no ${loader}, so their programs cannot be started. ${nameYourOwn}`);
}

async function filterExisting(paths: string[]): Promise<string[]> {
  const exists = await Promise.all(paths.map(fileExists));
  return paths.filter((_, index) => exists[index]);
}

/** Libraries are copied under the names they are asked for, so no symbolic links are needed. */
async function copyLibraries(files: string[], options: ArrangeOptions & { loader: Loader }): Promise<void> {
  const lists = await Promise.all(files.map((file) => listLibraries(file, options)));
  const libraries = new Map(lists.flatMap((list) => [...list]));
  libraries.set(options.architecture.loader, options.loader.path);
  const target = join(options.to, layout.libraries);
  await mkdir(target, { recursive: true });
  for (const [name, path] of libraries)
    await cp(path, join(target, name), { dereference: true, preserveTimestamps: true });
}

async function amendFile(path: string, amend: (program: Buffer) => Buffer): Promise<void> {
  await writeFile(path, amend(await readFile(path)));
}

async function moveFile(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rename(source, target);
}
