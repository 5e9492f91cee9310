import mysql, { type Connection } from 'mysql2';
import { createFailure, type DatabaseFailure } from '../failures/failures.ts';

/** Where to connect, and as which user. */
export interface WireOptions {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Certificates in PEM: the connection is encrypted, and ends at a server that one of them signed; plain without. */
  authority?: string | undefined;
}

const connectTimeoutMs = 1_500;

/** What MySQL gives for one statement: rows or a header. */
export type StatementResult = object;

/** The promise of the packet under way. */
interface Waiting {
  resolve(results: StatementResult[]): void;
  reject(failure: DatabaseFailure): void;
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
  #waiting: Waiting | null = null;
  #lost: DatabaseFailure | null = null;

  constructor(connection: Connection, onLost: (failure: Error) => void) {
    this.#connection = connection;
    this.#onLost = onLost;
    connection.on('error', (error) => this.destroy(error));
    connection.on('end', () => this.destroy(createFailure('PROTOCOL_CONNECTION_LOST', 'The connection was closed.')));
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Sends statements in one packet, never two packets at a time; gives one result for each, rows or a header. */
  send(statements: string[], patienceMs: number): Promise<StatementResult[]> {
    if (this.#lost) return Promise.reject(createClosedFailure(this.#lost));
    this.overdueAtMs = Date.now() + patienceMs;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#connection.query(statements.join(';'), (error, results) => {
        if (error) this.#fail(error);
        else this.#takeWaiting()?.resolve(statements.length === 1 ? [results] : (results as StatementResult[]));
      });
    });
  }

  /** Gives the connection up for good; a packet under way fails with the reason. */
  destroy(failure: DatabaseFailure): void {
    if (this.#lost) return;
    this.#lost = failure;
    this.#connection.destroy();
    (this.#connection as unknown as { stream: { destroy(): void } }).stream.destroy();
    this.#takeWaiting()?.reject(failure);
    this.#onLost(failure);
  }

  /** Ends the session at the server. */
  quit(): void {
    if (this.#lost) return;
    this.#lost = createFailure('CONNECTION_CLOSED', 'The connection was closed.');
    this.#connection.end();
  }

  #fail(error: DatabaseFailure & { fatal?: boolean; sql?: string }): void {
    delete error.sql; // it holds the bound values, secrets among them
    const answered = error.errno !== undefined && error.errno > 0 && !error.fatal;
    if (answered) this.#takeWaiting()?.reject(error);
    else this.destroy(error);
  }

  #takeWaiting(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    this.overdueAtMs = 0;
    return waiting;
  }
}

function createClosedFailure(cause: unknown): DatabaseFailure {
  return createFailure('CONNECTION_CLOSED', 'The connection was closed before the statement was sent.', cause);
}

/** Opens a connection; `onLost` hears of its end, also where this side ends it. */
export function openWire(where: WireOptions, onLost: (failure: Error) => void): Promise<Wire> {
  const { host, port, user, password, database, authority } = where;
  const connection = mysql.createConnection({
    host,
    port,
    user,
    password,
    database,
    // HAProxy passes on what it cannot read, and any member may answer: who it is is for its certificate to say.
    ...(authority !== undefined && { ssl: { ca: authority } }),
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
