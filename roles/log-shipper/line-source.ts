import type { LogLine } from '../log-store/log-line.ts';

/** A line with its id, which names its source and its place there: it is the same each time that the line is read. */
export interface SentLine {
  id: string;
  line: LogLine;
}

/** Lines that the store has to keep before their source goes on. */
export interface Batch {
  lines: SentLine[];
  /** More may be there already. */
  hasMore: boolean;
  /** Remembers that the store has them. */
  keep(): Promise<void>;
}

/** Where lines come from. It is the queue: what the store has not kept is read again. */
export interface LineSource {
  /** As messages call it. */
  readonly name: string;
  /** What comes after the lines that are kept; undefined where nothing is new. */
  read(signal: AbortSignal): Promise<Batch | undefined>;
}

/** The source's machine does not answer: its lines are there when it is. */
export class SourceAwayError extends Error {}
