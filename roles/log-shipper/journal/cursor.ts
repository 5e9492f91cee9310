import type { JournalEntry } from './export-format.ts';

/** What the cursor of an entry says: the sequence that journald counts, the entry's number in it, and the boot. */
export interface Cursor {
  sequence: string;
  number: number;
  boot: string;
}

/** Reads the cursor of an entry, such as s=1f…;i=4a1;b=22…;m=…;t=…;x=…. */
export function readCursor(entry: JournalEntry): Cursor | undefined {
  return parseCursor(entry.get('__CURSOR') ?? '');
}

/** Parses a cursor; undefined where it is none. */
export function parseCursor(text: string): Cursor | undefined {
  const [, sequence, number, boot] = /^s=([0-9a-f]{32});i=([0-9a-f]{1,13});b=([0-9a-f]{32});/.exec(text) ?? [];
  return sequence && number && boot ? { sequence, number: Number.parseInt(number, 16), boot } : undefined;
}

/**
 * The id of an entry's line: its journal and its number there. The boot is part of it: after a loss of power journald may
 * count on from what was on the disk, and give numbers again that it had given before.
 */
export const renderId = (machine: string, { sequence, boot, number }: Cursor) =>
  `${machine}.${sequence.slice(0, 12)}.${boot.slice(0, 12)}@${number}`;
