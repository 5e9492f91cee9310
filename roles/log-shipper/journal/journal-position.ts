import { parseCursor, readCursor } from './cursor.ts';
import type { JournalEntry } from './export-format.ts';

/**
 * How far a journal was read. Boots are read one after another: within one, journald's own order does not depend on the
 * clock, which may jump from one to the next.
 */
export interface JournalPosition {
  /** Boots that are over, and were read to their end. */
  done: string[];
  /** The boot that is read, and the last entry of it that was kept. */
  boot?: string | undefined;
  cursor?: string | undefined;
}

/** The boots in a journal that are over, the oldest first, and the one that the machine is in. */
export interface Boots {
  over: string[];
  live: string;
}

/** Where to go on, when what was read had nothing new after `boots` were looked at: only a boot that is over has an end. */
export function goOn(position: JournalPosition, { over, live }: Boots): JournalPosition {
  if (position.boot === live) return position;
  const isOver = position.boot !== undefined && over.includes(position.boot);
  const done = [...position.done, ...(isOver ? [position.boot as string] : [])].filter((boot) => over.includes(boot));
  return { done, boot: over.find((boot) => !done.includes(boot)) ?? live };
}

/** What follows the position among entries that begin at its cursor, and how many entries are there no more. */
export function listNew(
  entries: JournalEntry[],
  { cursor }: JournalPosition,
): { fresh: JournalEntry[]; missed: number } {
  const [first] = entries;
  if (!cursor || !first) return { fresh: entries, missed: 0 };
  if (first.get('__CURSOR') === cursor) return { fresh: entries.slice(1), missed: 0 };
  const [last, found] = [parseCursor(cursor), readCursor(first)];
  const isSame = last !== undefined && found !== undefined && last.sequence === found.sequence;
  return { fresh: entries, missed: isSame ? Math.max(0, found.number - last.number - 1) : 0 };
}
