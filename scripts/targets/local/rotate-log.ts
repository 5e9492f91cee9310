import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { listMoved, movingPath } from '../../state/log-pieces.ts';

export interface RotateOptions {
  /** A shorter log is left as it is. */
  fromBytes?: number;
  /** So many of the files with what was moved stay. */
  keep?: number;
}

// A beginning of whole blocks can be taken out of a file; no file system has larger ones.
const blockBytes = 65_536;

/** Moves the beginning of a long log to a file of its own, while its program goes on writing; tells whether it did. */
export async function rotateLog(path: string, { fromBytes = 10_000_000, keep = 4 }: RotateOptions = {}) {
  if (existsSync(movingPath(path))) await finishMove(path);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < Math.max(fromBytes, blockBytes)) return false;
  copyFileSync(path, movingPath(path));
  const bytes = size - (size % blockBytes);
  truncateSync(movingPath(path), bytes);
  if (!cutOff(path, bytes)) moveAll(path, bytes);
  await nameMoved(path);
  for (const { path: old } of listMoved(path).slice(0, -keep)) await rm(old, { force: true });
  return true;
}

async function nameMoved(path: string) {
  const before = listMoved(path).at(-1)?.end ?? 0;
  await rename(movingPath(path), `${path}.${before + statSync(movingPath(path)).size}`);
}

// A move that was broken off: the log still begins as what was to be moved, or that is gone from it already.
async function finishMove(path: string) {
  if (readHead(path).equals(readHead(movingPath(path)))) await rm(movingPath(path));
  else await nameMoved(path);
}

function readHead(path: string) {
  const file = openSync(path, 'r');
  const head = Buffer.alloc(4_096);
  const bytes = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return head.subarray(0, bytes);
}

// Of a file that a program writes to, Linux takes the beginning out in one step: no line is lost.
function cutOff(path: string, bytes: number) {
  const args = ['--collapse-range', '--offset', '0', '--length', String(bytes), path];
  return spawnSync('fallocate', args, { stdio: 'ignore' }).status === 0;
}

// Not every file system can: what is written between the last read and the cut, some microseconds, is lost there.
function moveAll(path: string, from: number) {
  const [source, target] = [openSync(path, 'r'), openSync(movingPath(path), 'a')];
  const buffer = Buffer.alloc(1_048_576);
  let at = from;
  for (;;) {
    const bytes = readSync(source, buffer, 0, buffer.length, at);
    if (bytes === 0) break;
    writeSync(target, buffer, 0, bytes);
    at += bytes;
  }
  truncateSync(path, 0);
  for (const file of [source, target]) closeSync(file);
}
