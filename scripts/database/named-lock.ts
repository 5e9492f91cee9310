import type { Knex } from 'knex';

interface LockOptions {
  name: string;
  waitMs: number;
  signal?: AbortSignal | undefined;
}

/** Seconds one question for the lock lasts, so that a signal is noticed soon. */
const questionSeconds = 1;

/**
 * Runs work while this member's named lock is held, so that two people who start the same job take turns.
 * MySQL frees the lock when the connection ends, however it ends.
 */
export async function withNamedLock<Result>(
  knex: Knex,
  { name, waitMs, signal }: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const connection = await knex.client.acquireConnection();
  const ask = async (sql: string, bindings: unknown[]) =>
    Number((await knex.raw(sql, bindings as never).connection(connection))[0][0].answer);
  try {
    const deadline = Date.now() + waitMs;
    while ((await ask('SELECT GET_LOCK(?, ?) AS answer', [name, questionSeconds])) !== 1) {
      signal?.throwIfAborted();
      if (Date.now() > deadline) throw new Error(renderTimeout(name, waitMs));
    }
    try {
      return await work();
    } finally {
      await ask('SELECT RELEASE_LOCK(?) AS answer', [name]);
    }
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

function renderTimeout(name: string, waitMs: number): string {
  return `Somebody else has held the lock ${name} on this member for more than ${waitMs / 1000} s. Wait for them, or end their connection (SHOW PROCESSLIST) and start again.`;
}
