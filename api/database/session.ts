import { patience } from '../patience.ts';
import type { Position } from './causality/position.ts';
import type { Query, Statement } from './query.ts';

/** Statements that change nothing; it may run more than once, on another member. Those started together are one round trip. */
export type Look<T> = (query: Query) => Promise<T>;

/** A change in several steps, where a statement needs the answer to one before it; it may run more than once. */
export type ChangeInSteps = (query: Query) => Promise<unknown>;

/** A change whose outcome is looked at in the same transaction. */
export interface Write<T> {
  /**
   * Statements are one round trip, together with the look and COMMIT: the first changes rows, the others only rows that
   * hang on its LAST_INSERT_ID().
   */
  change: Statement[] | ChangeInSteps;
  /**
   * Reads what is then there, and once more where the answer to COMMIT was lost; all its statements start together.
   * LAST_INSERT_ID() is the id that the change inserted; where it inserted none, it may be one of an earlier transaction.
   */
  look?: Look<T>;
}

/** What became of a write. */
export interface Written<T> {
  /** Whether any row changed. */
  hasChanged: boolean;
  /** What the look brought. */
  seen: T;
}

/** How a read goes to MySQL. */
export interface ReadOptions {
  /** Reads many rows, or depends on LAST_INSERT_ID(): it has a round trip of its own, which no other read waits for. */
  isAlone?: boolean | undefined;
}

/** What one HTTP request (or one job) may do with the database. */
export interface Session {
  read<T>(look: Look<T>, options?: ReadOptions): Promise<T>;
  /** Runs one transaction; it may be tried more than once, and is committed once at most. */
  write<T>(write: Write<T>): Promise<Written<T>>;
  /** Marks of everything this session has written; undefined without a write. A session opened `after` them sees it. */
  written(): Position | undefined;
}

/** How long a request waits for the database, all together. */
export const requestPatienceMs = 15_000 * patience;

/** Who asks, until when, and what they have already seen. */
export interface SessionOptions {
  requestId: string;
  /** `requestPatienceMs` where it is not given. */
  deadlineMs?: number;
  /** Marks (see `written`) of writes that every read of this session must see. */
  after?: Position;
  /** Sessions with the same question read the same: their reads may share one answer, which none of them may change. */
  question?: string | undefined;
  /** Whether the answer is not wanted any more. */
  isOver?: () => boolean;
}
