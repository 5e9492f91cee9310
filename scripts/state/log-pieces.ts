import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * A part of a host's log. The program writes to one file, whose beginning is moved to files of their own, such as
 * host.log.9961472: so many bytes of the log were written until its end. Each byte of the log keeps its place.
 */
export interface LogPiece {
  path: string;
  /** The place of its first byte, and that of the first one after it. */
  begin: number;
  end: number;
}

/** What a beginning is called until it is moved: up to then its bytes may be in both files. */
export const movingPath = (path: string) => `${path}.moving`;

/** The pieces of a log, the oldest first; undefined where there is no log, or its beginning is being moved. */
export function listPieces(path: string): LogPiece[] | undefined {
  const own = statSync(path, { throwIfNoEntry: false });
  if (!own || existsSync(movingPath(path))) return undefined;
  const moved = listMoved(path).flatMap((piece) => {
    const size = statSync(piece.path, { throwIfNoEntry: false })?.size;
    return size === undefined ? [] : [{ ...piece, begin: piece.end - size }];
  });
  const begin = moved.at(-1)?.end ?? 0;
  return [...moved, { path, begin, end: begin + own.size }];
}

/** The files with what was moved, the oldest first. */
export function listMoved(path: string): Pick<LogPiece, 'path' | 'end'>[] {
  const prefix = `${basename(path)}.`;
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && isPlace(name.slice(prefix.length)))
    .map((name) => ({ path: `${dirname(path)}/${name}`, end: Number(name.slice(prefix.length)) }))
    .toSorted((a, b) => a.end - b.end);
}

// Labs of former versions have a host.log.1.
const isPlace = (text: string) => /^\d{5,15}$/.test(text);

/** Bytes of a log from a place on; undefined where they were moved, or removed, while they were read. */
export function readPieces(pieces: LogPiece[], from: number, maxBytes: number): Buffer | undefined {
  const parts: Buffer[] = [];
  let [place, left] = [from, maxBytes];
  try {
    for (const { path, begin, end } of pieces) {
      if (place < begin || place >= end || left <= 0) continue;
      const part = readRange(path, place - begin, Math.min(left, end - place));
      parts.push(part);
      place += part.length;
      left -= part.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const newest = pieces.at(-1);
  const isSteady = newest && listPieces(newest.path)?.at(-1)?.begin === newest.begin;
  return isSteady ? Buffer.concat(parts) : undefined;
}

function readRange(path: string, offset: number, bytes: number) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(file, buffer, 0, bytes, offset));
  } finally {
    closeSync(file);
  }
}
