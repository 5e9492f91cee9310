import knex from 'knex';
import type { Connection } from 'mysql2';
import type { Database, DatabaseOptions, Session } from './database.ts';
import { defaultPoolSize } from './pool-options.ts';

/** The way the tutorials do it: knex and its pool, errors as they come. What the lab would be without all the rest. */
export function createPlainDatabase(options: DatabaseOptions): Database {
  const { host, port, user, password, database, poolSize = defaultPoolSize } = options;
  const pool = knex({
    client: 'mysql2',
    connection: { host, port, user, password, database, charset: 'utf8mb4_unicode_ci', timezone: 'Z' },
    pool: {
      min: 0,
      max: poolSize,
      afterCreate: (connection: Connection, done: (error?: unknown) => void) =>
        connection.query("SET time_zone = '+00:00'", done),
    },
  });
  const session: Session = {
    read: (work) => work(pool),
    write: (work) => pool.transaction((transaction) => work(transaction)),
    written: () => undefined,
  };
  return { session: () => session, catchUp: async () => [], metrics: () => undefined, close: () => pool.destroy() };
}
