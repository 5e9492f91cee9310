/** A line of a log, in the words of Elasticsearch's documents. */
export interface LogLine {
  /** When it was written, such as 2026-11-29T19:14:34.123Z. */
  '@timestamp': string;
  host: string;
  /** The line as it stands in the log. */
  message: string;
  level?: LogLevel;
  /** Of the request that it is about. */
  requestId?: string;
  [field: string]: unknown;
}

export const logLevels = ['error', 'warning', 'info', 'debug'] as const;

export type LogLevel = (typeof logLevels)[number];

/** Whether a time can be that of a line: times are compared as text, so its year has four digits. */
export const isLineTime = (ms: number) => ms >= 0 && ms <= lastTimeMs;

/** The last moment of a year with four digits. */
export const lastTimeMs = 253_402_300_799_999;

/** What is looked for; what is left out matters not. */
export interface LogQuestion {
  /** Words that must all be in the line; "words in quotes" stand as they are, dead* begins a word, -word must not be there. */
  text?: string | undefined;
  host?: string | undefined;
  level?: string | undefined;
  /** The line is at most so old. */
  sinceMs?: number | undefined;
  untilMs?: number | undefined;
}

/** Lines that were found, the oldest first. */
export interface FoundLines {
  lines: LogLine[];
  /** Where the store ended: what comes later is asked for with it. */
  cursor: string;
  /** There are more lines than were asked for, or the time was over before all were looked at. */
  hasMore: boolean;
}

/** How many lines were found in each part of a time, by their level. */
export interface Histogram {
  fromMs: number;
  stepMs: number;
  counts: { total: number; error: number; warning: number }[];
  isWhole: boolean;
}
