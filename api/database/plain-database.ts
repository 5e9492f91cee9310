import knex from 'knex';
import type { Connection } from 'mysql2';
import type { Database, DatabaseOptions } from './database.ts';
import { createQuery, type Query, type Statement } from './query.ts';
import type { Session } from './session.ts';

/** The way the tutorials do it: knex and its pool, errors as they come. What the lab would be without all the rest. */
export function createPlainDatabase(options: DatabaseOptions & { poolSize: number }): Database {
  const { host, port, user, password, database, poolSize: max } = options;
  const pool = knex({
    client: 'mysql2',
    connection: { host, port, user, password, database, charset: 'utf8mb4_unicode_ci', timezone: 'Z' },
    pool: {
      min: 0,
      max,
      afterCreate: (connection: Connection, done: (error?: unknown) => void) =>
        connection.query("SET time_zone = '+00:00'", done),
    },
  });
  const session: Session = {
    read: (look) => look(queryWith(pool)),
    write: ({ change, look = async () => undefined as never }) =>
      pool.transaction(async (transaction) => {
        const query = queryWith(transaction);
        let changed = 0;
        const counting = createCounting(query, (rows) => (changed += rows));
        if (typeof change === 'function') await change(counting);
        else for (const { sql, values } of change) await counting.change(sql, values ?? []);
        return { hasChanged: changed > 0, seen: await look(query) };
      }),
    written: () => undefined,
  };
  return { session: () => session, catchUp: async () => [], metrics: () => undefined, close: () => pool.destroy() };
}

function queryWith(knexOrTransaction: Pick<typeof knex.prototype, 'raw'>): Query {
  return createQuery(async ({ sql, values = [] }: Statement) => (await knexOrTransaction.raw(sql, values))[0]);
}

function createCounting(query: Query, count: (rows: number) => void): Query {
  return {
    ...query,
    async change(sql, values) {
      const result = await query.change(sql, values);
      count(result.affectedRows);
      return result;
    },
  };
}
