import { chmod, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** The programs and shared objects of a folder: what a loader can load. */
export async function listLoadable(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const are = await Promise.all(files.map(isElf));
  return files.filter((_, index) => are[index]);
}

/**
 * Makes a script of each program of a folder, which starts it by the loader with the given libraries: they start each other by
 * their paths. Symbolic links go, because a copy of packages has none.
 */
export async function wrapPrograms(folder: string, at: { libraries: string; loader: string }): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  for (const { parentPath, name } of links) await rm(join(parentPath, name));
  const programs = (await listLoadable(folder)).filter((path) => !path.endsWith('.so'));
  for (const path of programs) {
    await rename(path, `${path}.elf`);
    await writeFile(path, renderWrapper(relative(dirname(path), at.libraries), at.loader));
    await chmod(path, 0o755);
  }
}

/** The script; it finds its folder by its own path. */
export function renderWrapper(libraries: string, loader: string): string {
  return `#!/bin/sh
libraries=$(dirname "$0")/${libraries}
exec "$libraries/${loader}" --library-path "$libraries" "$0.elf" "$@"
`;
}

const magic = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

async function isElf(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.equals(magic);
  } finally {
    await file.close();
  }
}
