import { readFile } from 'node:fs/promises';

/** How large a PNG file is, in pixels and in bytes. */
export async function measurePng(path: string) {
  const bytes = await readFile(path);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: bytes.length };
}
