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
  /** The time of a line that says none: that of the line before it. */
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
  const { ino = 0, mtimeMs = Date.now() } = statSync(path, { throwIfNoEntry: false }) ?? {};
  const from = findStart(pieces, known, { ino, timeMs: Math.floor(mtimeMs) });
  const place = Math.max(from.place, (pieces[0] as LogPiece).begin);
  const data = readPieces(pieces, place, maxBytes);
  if (!data) return undefined;
  // What is read to the end was written a moment ago, however old the line before it is.
  const timeMs = data.length < maxBytes ? Math.floor(mtimeMs) : from.timeMs;
  return { from: { ...from, place, timeMs }, data, missed: place - from.place };
}

/** How much of a log has not been read. */
export function countUnread(path: string, known: Position | undefined) {
  const pieces = listPieces(path);
  if (!pieces) return 0;
  return Math.max(0, (pieces.at(-1)?.end ?? 0) - (known?.place ?? pieces[0]?.begin ?? 0));
}

function findStart(pieces: LogPiece[], known: Position | undefined, file: Pick<Position, 'ino' | 'timeMs'>): Position {
  const [oldest, newest] = [pieces[0] as LogPiece, pieces.at(-1) as LogPiece];
  if (!known) return { ...file, generation: 0, place: oldest.begin };
  if (known.ino === file.ino && known.place <= newest.end) return known;
  return { ...file, generation: known.generation + 1, place: newest.begin };
}
