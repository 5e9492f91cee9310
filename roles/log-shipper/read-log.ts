import { statSync } from 'node:fs';
import { type LogPiece, listPieces, readPieces } from '../../scripts/state/log-pieces.ts';

/** How far a log was read. */
export interface Position {
  /** The file: one that takes its place is another log. */
  ino: number;
  /** Which of the logs of that name it is. */
  generation: number;
  /** The place in the log, as `LogPiece` counts. */
  place: number;
  /** The time of the last line: that of a line which says none. */
  timeMs: number;
}

/** What follows a position. */
export interface ReadPart {
  /** Where it begins. */
  from: Position;
  data: Buffer;
  /** Bytes that are there no more. */
  missed: number;
}

/** Reads what a log has after a position; undefined where there is no log, or it is being rotated. */
export function readLog(path: string, known: Position | undefined, maxBytes: number): ReadPart | undefined {
  const pieces = listPieces(path);
  if (!pieces) return undefined;
  const from = findStart(pieces, known, inodeOf(path));
  const place = Math.max(from.place, (pieces[0] as LogPiece).begin);
  const data = readPieces(pieces, place, maxBytes);
  return data ? { from: { ...from, place }, data, missed: place - from.place } : undefined;
}

const inodeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.ino ?? 0;

/** How much of a log has not been read. */
export function countUnread(path: string, known: Position | undefined) {
  const pieces = listPieces(path);
  if (!pieces) return 0;
  return Math.max(0, (pieces.at(-1)?.end ?? 0) - (known?.place ?? pieces[0]?.begin ?? 0));
}

function findStart(pieces: LogPiece[], known: Position | undefined, ino: number): Position {
  const [oldest, newest] = [pieces[0] as LogPiece, pieces.at(-1) as LogPiece];
  if (!known) return { ino, generation: 0, place: oldest.begin, timeMs: Date.now() };
  if (known.ino === ino && known.place <= newest.end) return known;
  return { ino, generation: known.generation + 1, place: newest.begin, timeMs: Date.now() };
}
