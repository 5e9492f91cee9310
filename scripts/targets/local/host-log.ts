import { existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The last lines of a log file, then, where asked, what is written to it until the signal. */
export async function* readLog(
  path: string,
  { lines, follow, signal }: { lines: number; follow: boolean; signal?: AbortSignal },
) {
  // Without earlier lines there is no need to read a log of megabytes.
  if (lines === 0 && follow) return yield* followLog(path, { from: await sizeOf(path), signal });
  const text = existsSync(path) ? await readFile(path, 'utf8') : '';
  yield* text.split('\n').slice(0, -1).slice(-lines);
  if (follow) yield* followLog(path, { from: Buffer.byteLength(text), signal });
}

// By size, not by inode events: that works on every file system, and the supervisor's rotation shows as a shorter file.
async function* followLog(path: string, { from, signal }: { from: number; signal?: AbortSignal }) {
  let position = from;
  let rest = '';
  while (!signal?.aborted) {
    const size = await sizeOf(path);
    if (size < position) position = 0;
    const parts = (rest + (await readRange(path, { from: position, to: size }))).split('\n');
    rest = parts.pop() ?? '';
    position = size;
    yield* parts;
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

async function sizeOf(path: string) {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function readRange(path: string, { from, to }: { from: number; to: number }) {
  if (to <= from) return '';
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
