import { chmod, cp, mkdir, readdir, realpath, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../messages/user-error.ts';
import type { Architecture } from './architecture.ts';
import { fileExists } from './file-exists.ts';
import { type Loader, listLibraries } from './libraries.ts';
import { layout, renderHaproxyLauncher } from './packaged-program.ts';
import type { ProgramName } from './program.ts';

export interface ArrangeOptions {
  /** The folder that holds all the packages' files. */
  from: string;
  /** The folder that gets what is needed to run, and no more. */
  to: string;
  programs: ProgramName[];
  architecture: Architecture;
  signal?: AbortSignal | undefined;
}

const binaries: Record<ProgramName, string> = {
  mysqld: 'usr/sbin/mysqld',
  mysql: 'usr/bin/mysql',
  haproxy: 'usr/sbin/haproxy',
};

/** Takes out of the unpacked packages the programs, the plugins, their data, and exactly the libraries these need. */
export async function arrangeFiles(options: ArrangeOptions): Promise<void> {
  const { from, to, programs } = options;
  const loader = await findLoader(from, options.architecture);
  const plugins = programs.includes('mysqld') ? await listPlugins(join(from, 'usr/lib/mysql/plugin')) : [];
  const parts = new Map([
    ...programs.map((name) => [join(from, binaries[name]), join(to, layout.binary(name))] as const),
    ...plugins.map((name) => [join(from, 'usr/lib/mysql/plugin', name), join(to, layout.plugins, name)] as const),
  ]);
  await copyLibraries([...parts.keys()], { ...options, loader });
  for (const [source, target] of parts) await moveFile(source, target);
  if (programs.includes('mysqld') || programs.includes('mysql')) await moveShare(from, to);
  if (programs.includes('haproxy')) await writeLauncher(options);
}

/** Whether a plugin is kept: not the ones that only test or that are for clients of other authentication services. */
export function isKeptPlugin(file: string): boolean {
  if (!file.endsWith('.so')) return false;
  return !/_client\.so$|telemetry|test|example|mock|adt_null|mypluglib|mecab|authentication_webauthn/.test(file);
}

async function listPlugins(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter(isKeptPlugin);
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
  throw new UserError(
    `The packages brought no ${loader}, so their programs cannot be started; set LAB_MYSQLD, LAB_MYSQL and LAB_HAPROXY to programs you have.`,
  );
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

async function moveShare(from: string, to: string): Promise<void> {
  const share = join(from, 'usr/share/mysql');
  await moveFile(join(share, 'charsets'), join(to, layout.share, 'charsets'));
  // The client's package has no messages: it needs the character sets at most.
  if (await fileExists(join(share, 'english')))
    await moveFile(join(share, 'english'), join(to, layout.share, 'english'));
}

async function moveFile(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rename(source, target);
}

async function writeLauncher({ to, architecture }: ArrangeOptions): Promise<void> {
  const launcher = join(to, layout.haproxyLauncher);
  await writeFile(launcher, renderHaproxyLauncher(architecture));
  await chmod(launcher, 0o755);
}
