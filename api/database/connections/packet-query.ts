import { createQuery, type Query, renderStatement, type Statement } from '../query.ts';
import type { MemberConnection } from './connection.ts';

/** A statement that was started and not answered. */
export interface StartedStatement {
  sql: string;
  resolve(result: unknown): void;
  reject(failure: Error): void;
}

const select = /^\s*(?:select|with|\()/i;

/** Whether a statement changes nothing. */
export const isSelect = (sql: string): boolean => select.test(sql);

/** Collects the statements that some work starts at once, so that they can be sent in one packet. */
export class StatementCollector {
  readonly query: Query;
  #started: StartedStatement[] = [];
  #refusal: Error | null = null;
  readonly #mayChange: boolean;
  readonly #onStart: () => void;

  constructor({ mayChange = false, onStart = () => {} } = {}) {
    this.#mayChange = mayChange;
    this.#onStart = onStart;
    this.query = createQuery((statement) => this.#start(statement));
  }

  /** Takes what was started since the last time. */
  take(): StartedStatement[] {
    return this.#started.splice(0);
  }

  get isEmpty(): boolean {
    return this.#started.length === 0;
  }

  /** Why what is started now is refused. */
  get refusal(): Error | null {
    return this.#refusal;
  }

  /** Refuses what is started from now on, for this reason. */
  close(refusal: Error): void {
    this.#refusal ??= refusal;
  }

  #start(statement: Statement): Promise<unknown> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    if (!this.#mayChange && !isSelect(statement.sql)) {
      this.close(new Error(`A read may only select; use write for: ${statement.sql}`));
      return this.#start(statement);
    }
    return new Promise((resolve, reject) => {
      this.#started.push({ sql: renderStatement(statement), resolve, reject });
      this.#onStart();
    });
  }
}

/** Runs work on a connection: statements that it starts together are sent in one packet, and fail together. */
export async function runOnConnection<T>(
  connection: MemberConnection,
  work: (query: Query) => Promise<T>,
  { mayChange }: { mayChange: boolean },
): Promise<T> {
  const collector = new StatementCollector({ mayChange, onStart: () => process.nextTick(sendNext) });
  async function sendNext(): Promise<void> {
    if (connection.isSending || collector.isEmpty) return;
    const statements = collector.take();
    try {
      const results = await connection.send(statements.map(({ sql }) => sql));
      for (const [place, { resolve }] of statements.entries()) resolve(results[place]);
    } catch (failure) {
      if (connection.failure) collector.close(connection.failure);
      const hopeless = connection.failure ? collector.take() : [];
      for (const { reject } of [...statements, ...hopeless]) reject(failure as Error);
    }
    await sendNext();
  }
  try {
    const value = await work(collector.query);
    if (connection.isSending || !collector.isEmpty) throw new Error('The work ended before all its statements had.');
    return value;
  } finally {
    collector.close(new Error('A statement was started after its work had ended.'));
  }
}
