import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseLine, type RecordLine } from './lines.ts';
import { listSegments, type Segment } from './segments.ts';

export interface ReadOptions {
  /** Leaves out what happened before. */
  sinceMs?: number;
}

/** The lines of a record in the order in which they were written. Damaged lines are left out. */
export function* readRecord(dir: string, { sinceMs = 0 }: ReadOptions = {}): Generator<RecordLine> {
  const segments = listSegments(dir);
  for (const [index, { path }] of segments.entries()) {
    const next = segments[index + 1];
    if (next && next.beganMs < sinceMs) continue;
    yield* parseLines(readWhole(path), sinceMs);
  }
}

// The last part of a text is a line that is still being written, or was cut off.
function* parseLines(text: string, sinceMs: number) {
  for (const part of text.split('\n').slice(0, -1)) {
    const line = part === '' ? undefined : parseLine(part);
    if (line && line.atMs >= sinceMs) yield line;
  }
}

// Another program may drop the oldest segments meanwhile.
function readWhole(path: string) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export interface FollowOptions extends ReadOptions {
  signal: AbortSignal;
  intervalMs?: number;
  /** Called each time that everything written so far has been read. */
  onPause?(): void;
}

/** The lines of a record, then each new one until the signal, also if the record does not exist yet. */
export async function* followRecord(dir: string, options: FollowOptions) {
  const { sinceMs = 0, signal, intervalMs = 100, onPause } = options;
  const position = { name: '', bytes: 0 };
  while (!signal.aborted) {
    for (const segment of listSegments(dir, position.name)) {
      if (segment.name !== position.name) Object.assign(position, { name: segment.name, bytes: 0 });
      const whole = readFrom(segment, position.bytes);
      position.bytes += whole.length;
      yield* parseLines(whole.toString(), sinceMs);
    }
    onPause?.();
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

// Only whole lines: the rest of one that is being written comes next time.
function readFrom({ path, bytes }: Segment, from: number): Buffer {
  if (bytes <= from) return Buffer.alloc(0);
  try {
    const buffer = readRange(path, { from, length: bytes - from });
    return buffer.subarray(0, buffer.lastIndexOf('\n') + 1);
  } catch {
    return Buffer.alloc(0);
  }
}

function readRange(path: string, { from, length }: { from: number; length: number }) {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(file, buffer, 0, length, from));
  } finally {
    closeSync(file);
  }
}
