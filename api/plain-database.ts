import knex, { type Knex } from 'knex';
import type { Connection } from 'mysql2';
import { type Database, type DatabaseOptions, defaultPoolSize } from './database/database.ts';
import { createQuery, type Query } from './database/query.ts';
import type { Session } from './database/session.ts';

/** The way the tutorials do it: knex and its pool, errors as they come. What the lab would be without all the rest. */
export function createPlainDatabase(options: DatabaseOptions): Database {
  const { host, port, user, password, database, authority, poolSize: max = defaultPoolSize } = options;
  const pool = knex({
    client: 'mysql2',
    connection: {
      host,
      port,
      user,
      password,
      database,
      ssl: authority ? { ca: authority } : undefined,
      charset: 'utf8mb4_unicode_ci',
      timezone: 'Z',
    },
    pool: {
      min: 0,
      max,
      afterCreate: (connection: Connection, done: (error?: unknown) => void) =>
        connection.query("SET time_zone = '+00:00'", done),
    },
  });
  const session: Session = {
    read: (look) => look(createPlainQuery(pool)),
    write: ({ change, look = async () => undefined as never }) =>
      pool.transaction(async (transaction) => {
        let hasChanged = false;
        const query = createPlainQuery(transaction, ({ affectedRows = 0 }) => {
          hasChanged ||= affectedRows > 0;
        });
        if (typeof change === 'function') await change(query);
        else for (const { sql, values } of change) await query.change(sql, values);
        return { hasChanged, seen: await look(query) };
      }),
    written: () => undefined,
  };
  return {
    session: () => session,
    catchUp: async () => [],
    written: () => [],
    metrics: () => undefined,
    close: () => pool.destroy(),
  };
}

function createPlainQuery(
  runner: Pick<Knex, 'raw'>,
  onResult: (result: { affectedRows?: number }) => void = () => {},
): Query {
  return createQuery(async ({ sql, values = [] }) => {
    const [result] = await runner.raw(sql, values as Knex.RawBinding[]);
    onResult(result);
    return result;
  });
}
