import knex, { type Knex } from 'knex';
import type { Connection } from 'mysql2';

/** Where a member answers, and an account that may do there what is to be done. */
export interface MemberAccess {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  /** Who signed the member's certificate, in PEM; the way to it is plain text where there is none. */
  authority?: string | undefined;
}

/** How a long job tells what it is at. */
export interface JobOptions {
  onProgress?: ((line: string) => void) | undefined;
  /** Before each step of the job; what it throws ends the job. */
  beforeEach?: (knex: Knex) => Promise<void>;
}

interface OpenOptions {
  connections?: number;
  /** Whether each statement is done on every member before the next one begins. */
  everywhere?: boolean;
}

/** Opens up to so many connections to one member; the caller destroys them. */
export function openMember(
  { host, port, user, password, database, authority }: MemberAccess,
  { connections = 2, everywhere = false }: OpenOptions = {},
): Knex {
  const settings = ["time_zone = '+00:00'", ...(everywhere ? ["group_replication_consistency = 'AFTER'"] : [])];
  return knex({
    client: 'mysql2',
    connection: {
      ...{ host, port, user, password, database, charset: 'utf8mb4', timezone: 'Z' },
      ...(authority !== undefined && { ssl: { ca: authority } }),
    },
    pool: {
      min: 0,
      max: connections,
      afterCreate: (connection: Connection, done: (error?: unknown) => void) =>
        connection.query(`SET ${settings.join(', ')}`, done),
    },
  });
}

/** Creates the database where the member has none yet. */
export async function createDatabaseIfMissing(member: MemberAccess): Promise<void> {
  const server = openMember({ ...member, database: '' }, { connections: 1 });
  try {
    await server.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci', [
      member.database,
    ]);
  } finally {
    await server.destroy();
  }
}
