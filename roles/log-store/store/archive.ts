import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Compresses a closed file into a folder, with a checksum that sha256sum -c reads; does nothing where that is done. */
export async function archiveFile(path: string, folder: string): Promise<boolean> {
  const name = `${basename(path)}.gz`;
  const sumPath = join(folder, `${name}.sha256`);
  if (existsSync(sumPath)) return false;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${name}.part`);
  await pipeline(createReadStream(path), createGzip(), createWriteStream(draft, { mode: 0o600 }));
  await flush(draft);
  await rename(draft, join(folder, name));
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, name)), hash);
  await writeFile(sumPath, `${hash.digest('hex')}  ${name}\n`, { mode: 0o600, flush: true });
  return true;
}

async function flush(path: string) {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}
