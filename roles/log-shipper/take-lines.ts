import { describeLine } from './describe-line.ts';
import type { SentLine } from './line-source.ts';
import type { Position, ReadPart } from './read-log.ts';

/** Whose lines they are. Several labs may send to one store, and each has a host of this name. */
interface LogOwner {
  lab: string;
  host: string;
}

/** The whole lines of what was read, and the position after them. */
export function takeLines(
  { lab, host }: LogOwner,
  { from, data }: ReadPart,
  maxBytes: number,
): { lines: SentLine[]; next: Position } {
  // A line that is longer than what is read at once is sent in pieces.
  const end = data.lastIndexOf(10) + 1 || (data.length >= maxBytes ? data.length : 0);
  const lines: SentLine[] = [];
  let { timeMs } = from;
  for (let at = 0; at < end; ) {
    const found = data.indexOf(10, at);
    const lineEnd = found < 0 ? end : found;
    const message = data.toString('utf8', at, lineEnd).trimEnd();
    const { timeMs: ownMs, isLocalTime: _, ...facts } = describeLine(message);
    timeMs = ownMs ?? timeMs;
    const id = `${lab}.${host}.${from.generation}@${from.place + at}`;
    if (message !== '') lines.push({ id, line: { '@timestamp': toIso(timeMs), host, ...facts, message } });
    at = lineEnd + 1;
  }
  return { lines, next: { ...from, place: from.place + end, timeMs } };
}

const toIso = (ms: number) => new Date(ms).toISOString();
