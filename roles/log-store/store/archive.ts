import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * Compresses a closed file into a folder, with a checksum that sha256sum -c reads; gives its name there. A hash of the lines
 * is part of it: several labs may share the folder, and have files of the same day.
 */
export async function archiveFile(path: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${basename(path, '.ndjson')}.${(await hashFile(path)).slice(0, 12)}.ndjson.gz`;
  const archived = join(folder, name);
  const draft = `${archived}.part`;
  await pipeline(createReadStream(path), createGzip(), createWriteStream(draft, { mode: 0o600 }));
  await flush(draft);
  await rename(draft, archived);
  await writeFile(`${archived}.sha256`, `${await hashFile(archived)}  ${name}\n`, { mode: 0o600, flush: true });
  return name;
}

async function hashFile(path: string) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function flush(path: string) {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}
