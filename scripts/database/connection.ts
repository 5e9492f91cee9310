import knex, { type Knex } from 'knex';
import type { Connection } from 'mysql2';

/** One member, and an account that may do what is to be done there. */
export interface MemberConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

/** Who wants to know how far it is, and how to stop it. */
export interface JobOptions {
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

interface Opening {
  connections?: number;
  /** What is done here is done on every member before the next statement. */
  everywhere?: boolean;
}

/** Opens up to so many connections to one member; the caller destroys them. */
export function openMember(
  { host, port, user, password, database }: MemberConnection,
  { connections = 2, everywhere = false }: Opening = {},
): Knex {
  const settings = ["time_zone = '+00:00'", ...(everywhere ? ["group_replication_consistency = 'AFTER'"] : [])];
  return knex({
    client: 'mysql2',
    connection: { host, port, user, password, database, charset: 'utf8mb4', timezone: 'Z' },
    pool: {
      min: 0,
      max: connections,
      afterCreate: (connection: Connection, done: (error?: unknown) => void) =>
        connection.query(`SET ${settings.join(', ')}`, done),
    },
  });
}

/** Creates the database where the member has none yet. */
export async function createDatabaseIfMissing(member: MemberConnection): Promise<void> {
  const server = knex({ client: 'mysql2', connection: { ...member, database: '' } });
  try {
    await server.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci', [
      member.database,
    ]);
  } finally {
    await server.destroy();
  }
}
