import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '../messages/progress.ts';
import { UserError } from '../messages/user-error.ts';

const inMb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

/** Gets a short file whole. */
export async function fetchShort(url: string, signal: AbortSignal): Promise<Buffer> {
  const response = await request(url, signal);
  return Buffer.from(await response.arrayBuffer());
}

/** Where a long file comes from and goes to. */
export interface Download {
  url: string;
  path: string;
  signal: AbortSignal;
  onProgress: Progress;
}

/** Writes a long file to the disk and gives its SHA-256; what is not whole is removed. */
export async function download({ url, path, signal, onProgress }: Download): Promise<string> {
  const response = await request(url, signal);
  const size = Number(response.headers.get('content-length') ?? 0);
  const hash = createHash('sha256');
  let received = 0;
  async function* count(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      received += chunk.length;
      hash.update(chunk);
      onProgress(`${inMb(received)} of ${size > 0 ? inMb(size) : 'an unknown size'}`);
      yield chunk;
    }
  }
  try {
    await pipeline(Readable.fromWeb(response.body as never), count, createWriteStream(path), { signal });
  } catch (error) {
    await rm(path, { force: true });
    signal.throwIfAborted();
    throw explain(error, { url, received, size });
  }
  return hash.digest('hex');
}

/** Says how long a file is, where the server tells it. */
export async function readSize(url: string, signal: AbortSignal): Promise<number> {
  const { headers } = await request(url, signal, 'HEAD');
  return Number(headers.get('content-length') ?? 0);
}

async function request(url: string, signal: AbortSignal, method = 'GET'): Promise<Response> {
  const response = await fetch(url, { method, signal, redirect: 'follow' }).catch((error) => {
    signal.throwIfAborted();
    throw new UserError(`${new URL(url).host} does not answer: ${describeCause(error)}`, {
      next: 'look at the connection, then repeat; or name a mirror: --from URL',
    });
  });
  if (response.ok) return response;
  throw new UserError(`${url} is not there: ${response.status} ${response.statusText}`, {
    next: 'name the folder of a release: --from URL',
  });
}

function explain(error: unknown, { url, received, size }: { url: string; received: number; size: number }): Error {
  if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
    return new UserError(`The disk is full after ${inMb(received)} of ${inMb(size)}`, {
      next: 'make room, or name another folder in TMPDIR',
      cause: error,
    });
  return new UserError(`The download of ${url} was cut off after ${inMb(received)} of ${inMb(size)}`, {
    next: 'repeat the command',
    cause: error,
  });
}

// fetch hides what happened behind "fetch failed".
function describeCause(error: Error): string {
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.message || cause?.code || error.message;
}
