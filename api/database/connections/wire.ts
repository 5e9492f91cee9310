import type { Socket } from 'node:net';
import mysql, { type Connection } from 'mysql2';
import { patience } from '../../patience.ts';
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

const connectTimeoutMs = 1_500 * patience;

/** What MySQL gives for one statement: rows or a header. */
export type StatementResult = object;

/** One TCP connection. Every packet is answered once: with results, or with a failure, also when it is cut or given up. */
export class Wire {
  /** Hears of the end of the connection, also where this side gives it up. */
  onLost: (failure: DatabaseFailure) => void = () => {};
  readonly #connection: Connection;
  #lost: DatabaseFailure | null = null;

  constructor(where: WireOptions) {
    this.#connection = connect(where);
    this.#connection.on('error', (error) => this.destroy(error));
    this.#connection.on('end', () =>
      this.destroy(createFailure('PROTOCOL_CONNECTION_LOST', 'The connection was closed.')),
    );
  }

  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Sends statements in one packet, never two packets at a time; gives one result for each, rows or a header. */
  send(statements: string[], patienceMs: number): Promise<StatementResult[]> {
    if (this.#lost) return Promise.reject(createFailure('CONNECTION_CLOSED', 'It was closed before.', this.#lost));
    return new Promise((resolve, reject) => {
      this.#connection.query({ sql: statements.join(';'), timeout: patienceMs }, (error, results) => {
        if (error) reject(this.#noteFailure(error));
        else resolve(statements.length === 1 ? [results] : (results as StatementResult[]));
      });
    });
  }

  /** Gives the connection up for good; a packet under way fails with the reason. */
  destroy(failure: DatabaseFailure): void {
    if (this.#lost) return;
    this.#lost = failure;
    // mysql2's own destroy() forgets the packet under way; an error of the stream is handed to it.
    (this.#connection as unknown as { stream: Socket }).stream.destroy(failure);
    this.onLost(failure);
  }

  /** Ends the session at the server. */
  quit(): void {
    if (this.#lost) return;
    this.#lost = createFailure('CONNECTION_CLOSED', 'The connection was closed.');
    this.#connection.end();
  }

  /** Without an answer of the server, such as after a time-out, the connection is of no use any more. */
  #noteFailure(error: DatabaseFailure & { sql?: string }): DatabaseFailure {
    delete error.sql; // it holds the bound values, secrets among them
    if (error.errno === undefined || error.errno <= 0) this.destroy(error);
    return error;
  }
}

function connect({ authority, ...where }: WireOptions): Connection {
  return mysql.createConnection({
    ...where,
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
}
