import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';

const fileSchema = z.object({ bytes: z.number(), sha256: z.string(), changedAtMs: z.number() });

const manifestSchema = z.object({
  format: z.literal(1),
  architecture: z.enum(['amd64', 'arm64']),
  unpackedAt: z.string(),
  packages: z.record(z.string(), z.string()),
  programs: z.record(z.string(), z.string()),
  files: z.record(z.string(), fileSchema),
});

/** What a cached folder holds: written last, so a folder without it was never finished. */
export type Manifest = z.infer<typeof manifestSchema>;

type FileFacts = z.infer<typeof fileSchema>;

const fileName = 'manifest.json';

/** Reads a folder's manifest; undefined where there is none that can be understood. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, fileName), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes a folder's manifest in one step. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const temporary = join(folder, `${fileName}.${process.pid}`);
  await writeFile(temporary, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(temporary, join(folder, fileName));
}

/** Size, checksum and time of change of every file in a folder. */
export async function describeFiles(folder: string): Promise<Manifest['files']> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Manifest['files'] = {};
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const { size, ctimeMs } = await stat(path);
    files[path.slice(folder.length + 1)] = { bytes: size, sha256: await hashFile(path), changedAtMs: ctimeMs };
  }
  return files;
}

/**
 * The first file that is not as the manifest says, or undefined when all are; one that it does not name is a library or a plugin
 * that a server might load. Sizes are always compared; checksums
 * only of files changed since, after a copy of the folder for instance, and the new times are then written down.
 */
export async function findDamage(folder: string, manifest: Manifest): Promise<string | undefined> {
  const extra = await findExtra(folder, manifest);
  if (extra) return extra;
  const files = await Promise.all(
    Object.entries(manifest.files).map(async ([name, facts]) => ({
      name,
      facts,
      ...(await compareFile(join(folder, name), facts)),
    })),
  );
  const damaged = files.find(({ state }) => state === 'damaged');
  if (damaged) return damaged.name;
  const touched = files.filter(({ state }) => state === 'touched');
  for (const { name, facts, changedAtMs } of touched) {
    if ((await hashFile(join(folder, name))) !== facts.sha256) return name;
    facts.changedAtMs = changedAtMs;
  }
  // In a folder of root's the checksums are then compared each time.
  if (touched.length > 0) await writeManifest(folder, manifest).catch(() => undefined);
  return undefined;
}

async function findExtra(folder: string, { files }: Manifest): Promise<string | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return names.find((name) => !Object.hasOwn(files, name) && !name.startsWith(fileName));
}

async function compareFile(path: string, facts: FileFacts) {
  try {
    const { size, ctimeMs } = await stat(path);
    if (size !== facts.bytes) return { state: 'damaged', changedAtMs: ctimeMs };
    return { state: ctimeMs === facts.changedAtMs ? 'sound' : 'touched', changedAtMs: ctimeMs };
  } catch {
    return { state: 'damaged', changedAtMs: 0 };
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
