import { createQuery, type Query, renderStatement } from '../query.ts';
import type { MemberConnection } from './connection.ts';

/** A statement that was started and not answered. */
interface StartedStatement {
  sql: string;
  resolve(result: unknown): void;
  reject(failure: Error): void;
}

const select = /^\s*(?:select|with|\()/i;

/** Statements that are started together: they are sent in one packet, and fail together. */
export class Packet {
  /** Why nothing can be started or sent any more. */
  refusal: Error | null = null;
  #started: StartedStatement[] = [];
  readonly #onStart: () => void;

  constructor(onStart = () => {}) {
    this.#onStart = onStart;
  }

  get isEmpty(): boolean {
    return this.#started.length === 0;
  }

  /** What a repository starts statements with. */
  createQuery({ mayChange }: { mayChange: boolean }): Query {
    return createQuery((statement) => {
      if (!mayChange && !select.test(statement.sql)) {
        this.refusal ??= new Error(`A read may only select; use write for: ${statement.sql}`);
      }
      return this.start(renderStatement(statement));
    });
  }

  start(sql: string): Promise<unknown> {
    if (this.refusal) return Promise.reject(this.refusal);
    return new Promise((resolve, reject) => {
      this.#started.push({ sql, resolve, reject });
      this.#onStart();
    });
  }

  /** Sends what was started since the last time, and answers it. */
  async send(connection: MemberConnection): Promise<void> {
    const statements = this.#started.splice(0);
    try {
      if (this.refusal) throw this.refusal;
      const results = await connection.send(statements.map(({ sql }) => sql));
      for (const [place, { resolve }] of statements.entries()) resolve(results[place]);
    } catch (failure) {
      for (const { reject } of statements) reject(failure as Error);
    }
  }
}

/** Runs work on a connection, in as many packets as it takes. */
export async function runOnConnection<T>(
  connection: MemberConnection,
  work: (query: Query) => Promise<T>,
  { mayChange }: { mayChange: boolean },
): Promise<T> {
  const packet = new Packet(() => process.nextTick(sendNext));
  async function sendNext(): Promise<void> {
    if (connection.isSending || packet.isEmpty) return;
    await packet.send(connection);
    packet.refusal ??= connection.failure;
    await sendNext();
  }
  try {
    const value = await work(packet.createQuery({ mayChange }));
    if (connection.isSending || !packet.isEmpty) throw new Error('The work ended before all its statements had.');
    return value;
  } finally {
    packet.refusal ??= new Error('A statement was started after its work had ended.');
  }
}
