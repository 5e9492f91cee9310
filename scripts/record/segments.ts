import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the record. */
export interface Segment {
  path: string;
  name: string;
  /** When its first line was written. */
  beganMs: number;
  bytes: number;
}

/** The folder of a lab's record. */
export const recordDir = (stateDir: string) => join(stateDir, 'record');

/** The name of the segment that begins at this moment; names sort by time. */
export function nameSegment(atMs: number) {
  return `${new Date(atMs).toISOString().replaceAll(':', '')}.jsonl`;
}

/** The segments of a record, oldest first, from the one of this name on. Without a folder there are none. */
export function listSegments(dir: string, fromName = ''): Segment[] {
  return listNames(dir)
    .filter((name) => name >= fromName)
    .flatMap((name) => findSegment(dir, name) ?? []);
}

/** The segment that began last. */
export function findNewest(dir: string): Segment | undefined {
  const name = listNames(dir).at(-1);
  return name === undefined ? undefined : findSegment(dir, name);
}

function findSegment(dir: string, name: string): Segment | undefined {
  const beganMs = parseName(name);
  const bytes = sizeOf(join(dir, name));
  return beganMs === undefined || bytes === undefined ? undefined : { path: join(dir, name), name, beganMs, bytes };
}

function listNames(dir: string) {
  try {
    return readdirSync(dir)
      .filter((name) => parseName(name) !== undefined)
      .sort();
  } catch {
    return [];
  }
}

// Another writer may drop a segment at any moment.
function sizeOf(path: string) {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

function parseName(name: string) {
  const [, day, hour, minute, rest] = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d\.\d{3}Z)\.jsonl$/.exec(name) ?? [];
  return day === undefined ? undefined : Date.parse(`${day}T${hour}:${minute}:${rest}`);
}
