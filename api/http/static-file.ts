import { createHash } from 'node:crypto';
import type { Context } from './request-context.ts';

/** A file, compressed once for all requests. */
export interface StaticFile {
  plain: Buffer;
  compressed: Buffer;
  tag: string;
}

export function toStaticFile(plain: Buffer, compressed: Buffer): StaticFile {
  return { plain, compressed, tag: createHash('sha256').update(plain).digest('base64url') };
}

interface AnswerOptions {
  type: string;
  /** How long a browser may keep it. By default it asks each time, and is told that nothing has changed. */
  cacheControl?: string;
}

/** Answers with a file: compressed for a client that can read it, and 304 for one that has it. */
export function answerFile(
  context: Context,
  file: StaticFile,
  { type, cacheControl = 'no-cache' }: AnswerOptions,
): void {
  const isCompressed = context.acceptsEncodings('gzip', 'identity') === 'gzip';
  context.vary('Accept-Encoding');
  context.type = type;
  context.set({ 'Cache-Control': cacheControl, ETag: `"${file.tag}${isCompressed ? '-gzip' : ''}"` });
  if (isCompressed) context.set('Content-Encoding', 'gzip');
  context.status = 200;
  context.body = isCompressed ? file.compressed : file.plain;
  if (context.fresh) context.status = 304;
}
