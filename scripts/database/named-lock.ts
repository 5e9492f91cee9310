import type { Knex } from 'knex';

interface LockOptions {
  name: string;
  waitMs: number;
}

/**
 * Runs work while this member's named lock is held, so that two commands with the same job take
 * turns. MySQL frees the lock when the connection ends, however it ends.
 */
export async function withNamedLock<Result>(
  knex: Knex,
  { name, waitMs }: LockOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const connection = await knex.client.acquireConnection();
  const ask = async (sql: string, bindings: (string | number)[]) =>
    Number((await knex.raw(sql, bindings).connection(connection))[0][0].answer);
  try {
    const isHeld = (await ask('SELECT GET_LOCK(?, ?) AS answer', [name, waitMs / 1000])) === 1;
    if (!isHeld) throw new Error(renderTimeout(name, waitMs));
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
  return `Another connection has held the lock ${name} on this member for more than ${waitMs / 1000} s. Wait until its command ends, or end the connection (SHOW PROCESSLIST) and start again.`;
}
