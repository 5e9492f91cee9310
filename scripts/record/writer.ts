import { appendFileSync, closeSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatVersion, type RecordLine, type SegmentLine } from './lines.ts';
import { findNewest, listSegments, nameSegment, type Segment } from './segments.ts';

export interface RecordLimits {
  /** The whole record takes no more than this. */
  maxBytes: number;
  /** Older segments are dropped. */
  maxAgeMs: number;
  /** A segment ends when it has this size, or this age. */
  segmentBytes: number;
  segmentMs: number;
}

const limits: RecordLimits = {
  maxBytes: 64 * 2 ** 20,
  maxAgeMs: 3_600_000,
  segmentBytes: 4 * 2 ** 20,
  segmentMs: 300_000,
};

export interface RecordWriter {
  /** Appends a line. It never throws: a line that cannot be written is counted, and a gap line follows later. */
  append(line: RecordLine): void;
}

export type RecordHead = Required<Pick<SegmentLine, 'target' | 'hosts'>>;

export interface RecordOptions extends Partial<RecordLimits> {
  /** Written into each new segment, by a program that knows the lab. */
  head?: RecordHead;
  /** Hears why lines are lost, once until one is written again. */
  onLoss?(problem: string): void;
  nowMs?(): number;
}

/**
 * Writes a record. Several programs may write the same one: each append opens the newest segment anew, and is one write
 * at its end.
 */
export function openRecord(dir: string, options: RecordOptions = {}): RecordWriter {
  const { head, onLoss, nowMs = Date.now, ...changes } = options;
  const place = { dir, head, nowMs, limits: { ...limits, ...changes } };
  let loss: { fromMs: number; lines: number; problem: string } | undefined;
  const write = (line: RecordLine) => writeLine(place, line);
  return {
    append(line) {
      try {
        if (loss) write({ type: 'gap', atMs: nowMs(), ...loss });
        loss = undefined;
        write(line);
      } catch (error) {
        const problem = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
        // The lab itself is gone.
        if (problem === 'ENOENT') return;
        if (!loss) onLoss?.(problem);
        loss = { fromMs: loss?.fromMs ?? line.atMs, lines: (loss?.lines ?? 0) + 1, problem };
      }
    },
  };
}

interface Place {
  dir: string;
  head: RecordHead | undefined;
  limits: RecordLimits;
  nowMs(): number;
}

function writeLine(place: Place, line: RecordLine) {
  const text = `${JSON.stringify(line)}\n`;
  const newest = findNewest(place.dir);
  if (newest && newest.bytes > 0 && !isFull(newest, place)) return appendText(newest, text);
  dropOld(listSegments(place.dir), place);
  beginSegment(newest, { ...place, text });
}

function isFull({ bytes, beganMs }: Segment, { limits: { segmentBytes, segmentMs }, nowMs }: Place) {
  return bytes >= segmentBytes || nowMs() - beganMs >= segmentMs;
}

// A line that was cut off, by a kill or a full disk, must not take the next one with it.
function appendText({ path, bytes }: Segment, text: string) {
  const separator = bytes > 0 && readLastByte(path, bytes) !== '\n' ? '\n' : '';
  appendFileSync(path, separator + text);
}

function readLastByte(path: string, bytes: number) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(1);
    readSync(file, buffer, 0, 1, bytes - 1);
    return buffer.toString();
  } finally {
    closeSync(file);
  }
}

// Not recursive: a command that removes the lab must not make its folder again.
function beginSegment(newest: Segment | undefined, { dir, head, nowMs, text }: Place & { text: string }) {
  const atMs = Math.max(nowMs(), (newest?.beganMs ?? 0) + 1);
  // A full disk leaves an empty segment, which is tried again.
  const name = newest?.bytes === 0 ? newest.name : nameSegment(atMs);
  const first: SegmentLine = { type: 'segment', atMs, format: formatVersion, ...head };
  if (!newest) makeFolder(dir);
  writeFileSync(join(dir, name), `${JSON.stringify(first)}\n${text}`, { mode: 0o600, flag: 'a' });
}

function makeFolder(dir: string) {
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

// Drops whole segments, oldest first: one whose last line is too old, and those for which there is no room.
function dropOld(segments: Segment[], { limits: { maxBytes, maxAgeMs, segmentBytes }, nowMs }: Place) {
  let total = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [index, { path, bytes }] of segments.entries()) {
    const endedMs = segments[index + 1]?.beganMs ?? nowMs();
    if (total + segmentBytes <= maxBytes && nowMs() - endedMs <= maxAgeMs) return;
    rmSync(path, { force: true });
    total -= bytes;
  }
}
