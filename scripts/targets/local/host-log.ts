import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LogPiece, listPieces, readPieces } from '../../state/log-pieces.ts';
import { waitFor } from '../../waiting/wait.ts';

/** The last lines of a log, then, where asked, what is written to it until the signal. */
export async function* readLog(
  path: string,
  { lines, follow, signal }: { lines: number; follow: boolean; signal?: AbortSignal },
) {
  const pieces = (await findPieces(path)) ?? [];
  const end = pieces.at(-1)?.end ?? 0;
  // Without earlier lines there is no need to read a log of megabytes.
  const text = lines === 0 ? '' : readLast(pieces, lines);
  yield* text.split('\n').slice(0, -1).slice(-lines);
  // A line that is not whole yet is printed when it is.
  if (follow) yield* followLog(path, { from: end - Buffer.byteLength(/[^\n]*$/.exec(text)?.[0] ?? ''), signal });
}

// A rotation takes some milliseconds.
async function findPieces(path: string) {
  if (!statSync(path, { throwIfNoEntry: false })) return undefined;
  return await waitFor(() => listPieces(path), { what: 'a log to be rotated', timeoutMs: 2_000, intervalMs: 10 });
}

// As many pieces as are needed, from the newest on.
function readLast(pieces: LogPiece[], lines: number) {
  let text = '';
  for (const piece of pieces.toReversed()) {
    text = `${readPieces(pieces, piece.begin, piece.end - piece.begin) ?? ''}${text}`;
    if (text.split('\n').length > lines) break;
  }
  return text;
}

const maxBytes = 1_048_576;

// By size, not by inode events: that works on every file system.
async function* followLog(path: string, { from, signal }: { from: number; signal?: AbortSignal }) {
  let place = from;
  let knownSize = -1;
  while (!signal?.aborted) {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const part = size === knownSize ? undefined : readNext(path, place);
    if (part) {
      place = part.next;
      yield* part.lines;
    }
    if (part?.isAll) knownSize = size;
    if (!part || part.isAll) await sleep(200, undefined, { signal }).catch(() => undefined);
  }
}

function readNext(path: string, place: number) {
  const pieces = listPieces(path);
  const newest = pieces?.at(-1);
  if (!pieces || !newest) return undefined;
  // Another file has taken its place; or what was not read is gone.
  const from = Math.max(place > newest.end ? newest.begin : place, pieces[0]?.begin ?? 0);
  const data = readPieces(pieces, from, maxBytes);
  if (!data) return undefined;
  const isFull = data.length === maxBytes;
  const end = data.lastIndexOf(10) + 1 || (isFull ? data.length : 0);
  return {
    next: from + end,
    isAll: !isFull,
    lines: end === 0 ? [] : data.toString('utf8', 0, end).replace(/\n$/, '').split('\n'),
  };
}
