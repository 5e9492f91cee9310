import mysql, { type Connection } from 'mysql2';
import type { DatabaseFailure } from './failures.ts';

/** Where to connect, and how long a connection may take. */
export interface WireOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  connectTimeoutMs: number;
}

/** What came back for a packet: one result per statement, rows or a header. */
export type Answer = (failure: (DatabaseFailure & Error) | null, results: unknown[], fields: unknown[]) => void;

/** Makes an error of this side of the wire, with the code the table of failures knows. */
export function createFailure(code: string, message: string, cause?: unknown): DatabaseFailure & Error {
  return Object.assign(new Error(message, { cause }), { code });
}

/**
 * One TCP connection that answers every packet exactly once: with results, or with a failure, also when it is cut or given up.
 * mysql2 alone forgets a packet whose connection is destroyed, and its time-out leaves the connection busy.
 */
export class Wire {
  /** When the packet under way counts as unanswered; 0 while there is none. */
  overdueAtMs = 0;
  readonly #connection: Connection;
  readonly #onLost: (failure: Error) => void;
  #answer: Answer | null = null;
  #lost: (DatabaseFailure & Error) | null = null;

  constructor(connection: Connection, onLost: (failure: Error) => void) {
    this.#connection = connection;
    this.#onLost = onLost;
    connection.on('error', (error) => this.destroy(error));
    connection.on('end', () => this.destroy(createFailure('PROTOCOL_CONNECTION_LOST', 'The connection was closed.')));
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Puts values into a statement's placeholders, escaped. */
  format(sql: string, bindings: readonly unknown[]): string {
    return bindings.length === 0 ? sql : this.#connection.format(sql, bindings as unknown[]);
  }

  /** Sends one packet of `count` statements; there is never more than one under way. */
  send(sql: string, options: { count: number; patienceMs: number }, answer: Answer): void {
    if (this.#lost) {
      answer(createClosedFailure(this.#lost), [], []);
      return;
    }
    this.#answer = answer;
    this.overdueAtMs = Date.now() + options.patienceMs;
    this.#connection.query(sql, (error, results, fields) => {
      if (error) this.#fail(error);
      else if (options.count === 1) this.#finish(null, [results], [fields]);
      else this.#finish(null, results as unknown[], fields as unknown[]);
    });
  }

  /** Gives the connection up for good; a packet under way fails with the reason. */
  destroy(failure: DatabaseFailure & Error): void {
    if (this.#lost) return;
    this.#lost = failure;
    this.#connection.destroy();
    (this.#connection as unknown as { stream: { destroy(): void } }).stream.destroy();
    this.#finish(failure, [], []);
    this.#onLost(failure);
  }

  /** Says goodbye to the server. */
  quit(): void {
    if (this.#lost) return;
    this.#lost = createFailure('CONNECTION_CLOSED', 'The connection was closed.');
    this.#connection.end();
  }

  #fail(error: DatabaseFailure & Error & { fatal?: boolean; sql?: string }): void {
    delete error.sql; // it holds the bound values, secrets among them
    const answered = error.errno !== undefined && error.errno > 0 && !error.fatal;
    if (answered) this.#finish(error, [], []);
    else this.destroy(error);
  }

  #finish(failure: (DatabaseFailure & Error) | null, results: unknown[], fields: unknown[]): void {
    const answer = this.#answer;
    this.#answer = null;
    this.overdueAtMs = 0;
    answer?.(failure, results, fields);
  }
}

function createClosedFailure(cause: unknown): DatabaseFailure & Error {
  return createFailure('CONNECTION_CLOSED', 'The connection was closed before the statement was sent.', cause);
}

/** Opens a connection; `onLost` hears of its end, whoever ends it. */
export function openWire(options: WireOptions, onLost: (failure: Error) => void): Promise<Wire> {
  const { connectTimeoutMs, ...where } = options;
  const connection = mysql.createConnection({
    ...where,
    charset: 'utf8mb4_unicode_ci',
    timezone: 'Z',
    connectTimeout: connectTimeoutMs,
    enableKeepAlive: true,
    keepAliveInitialDelay: 5_000,
    multipleStatements: true,
    flags: ['SESSION_TRACK', '-LOCAL_FILES'],
  });
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      if (error) return reject(error);
      connection.removeListener('error', reject);
      resolve(new Wire(connection, onLost));
    });
  });
}
