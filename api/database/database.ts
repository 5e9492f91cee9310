import type { Knex } from 'knex';
import type { Manners } from './gathered-reads.ts';
import type { DatabaseMetrics } from './metrics.ts';
import { createPlainDatabase } from './plain-database.ts';
import type { Position } from './position.ts';
import { createResilientDatabase } from './resilient-database.ts';
import type { DatabaseLog } from './runtime.ts';

/**
 * What a repository gets to build statements with: knex bound to one connection, never the pool.
 * Whatever would open a transaction or a connection of its own is not part of it.
 */
export interface Query extends Knex.QueryInterface {
  // biome-ignore lint/suspicious/noExplicitAny: rows are whatever the repository says they are, as in knex itself
  <Row extends {} = any, Result = Row[]>(table: Knex.TableDescriptor | Knex.AliasDict): Knex.QueryBuilder<Row, Result>;
  raw: Knex['raw'];
  ref: Knex['ref'];
  fn: Knex['fn'];
  queryBuilder: Knex['queryBuilder'];
}

/** Reads what a write would have brought whose answer was lost; `insertedId` is the id of the row that it inserted. */
export type Recall<T> = (query: Query, insertedId: number) => Promise<T>;

/** What one HTTP request (or one job) may do with the database; everything else is out of its reach. */
export interface Session {
  /**
   * Runs statements that change nothing, on one member; it may run more than once, on another member.
   * Statements started together (`Promise.all`) travel in one packet: one round trip. Work with a name is done once for all
   * who ask at the same moment, so nobody may change what it brings.
   */
  read<T>(work: (query: Query) => Promise<T>, manners?: Manners): Promise<T>;
  /**
   * Runs one transaction; it may run more than once, but only one run is ever committed. Statements started together
   * travel together here, too; where one of them fails, all do, and the transaction with them. Work that starts all of them
   * together, the one that changes rows first and after it only what hangs on its LAST_INSERT_ID(), may give a `recall`: then all is
   * one packet, COMMIT included.
   */
  write<T>(work: (query: Query) => Promise<T>, recall?: Recall<T>): Promise<T>;
  /** Marks of everything this session has written; a session opened `after` it sees it. Undefined without a write. */
  written(): Position | undefined;
  /** Whether all of it is part of one transaction, which keeps a connection from others until it ends. */
  readonly isWithinTransaction?: boolean;
}

/** How long a request waits for the database, all together. */
export const requestPatienceMs = 15_000;

/** Who asks, until when, and what they have already seen. */
export interface SessionOptions {
  requestId: string;
  /** How long somebody waits for it; `requestPatienceMs` where it is not given. */
  deadlineMs?: number;
  /** Marks (see `written`) of writes that every read of this session must see. */
  after?: Position;
}

/** The one way to the database. */
export interface Database {
  session(options: SessionOptions): Session;
  /** Marks of everything that anybody has been acknowledged before now, by whatever process. */
  catchUp(): Promise<Position>;
  /** What was counted and how things stand; undefined where nobody counts. */
  metrics(): DatabaseMetrics | undefined;
  close(): Promise<void>;
}

/** Where the database is, and how it is to be used. */
export interface DatabaseOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Connections at most; `defaultPoolSize` where it is not given. */
  poolSize?: number;
  /** False is the plain way: knex's own pool, no retry, no wait, for comparison. */
  resilience?: boolean;
  /** Hears of retries, losses and outages; a pino logger fits. */
  log?: DatabaseLog;
}

/** Opens the way to the database; it connects by itself. */
export function createDatabase(options: DatabaseOptions): Database {
  return options.resilience === false ? createPlainDatabase(options) : createResilientDatabase(options);
}
