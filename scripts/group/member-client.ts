import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { MemberHost } from '../settings/endpoints.ts';
import type { Account } from '../state/secrets.ts';
import { patience } from '../waiting/patience.ts';
import { breakConnection } from './break-connection.ts';

export interface ClientOptions {
  account: Account;
  timeoutMs?: number;
}

/**
 * Opens a connection to one member for the work; closes it at the end or at the deadline, even if
 * it is frozen.
 */
export async function withMember<T>(
  member: MemberHost,
  options: ClientOptions,
  work: (client: MemberClient) => Promise<T>,
) {
  const timeoutMs = (options.timeoutMs ?? 10_000) * patience;
  let connection: Connection | undefined;
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${member.name} gave no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
  });
  const talk = async () => {
    connection = await connect(member, { account: options.account, timeoutMs });
    // One that opens after the deadline would keep this program running.
    if (isOver) breakConnection(connection);
    return await work(createClient(connection));
  };
  try {
    return await Promise.race([talk(), deadline]);
  } finally {
    isOver = true;
    clearTimeout(timer);
    if (connection) breakConnection(connection);
  }
}

export interface MemberClient {
  rows<T = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  run(sql: string, values?: unknown[]): Promise<void>;
}

async function connect(
  { mysql: at, authority }: MemberHost,
  { account, timeoutMs }: { account: Account; timeoutMs: number },
) {
  // Loaded by the first connection: commands that need none start faster.
  const { default: mysql } = await import('mysql2/promise');
  const connection = await mysql.createConnection({
    host: at.address,
    port: at.port,
    user: account.username,
    password: account.password,
    connectTimeout: timeoutMs,
    ...(authority !== undefined && { ssl: { ca: authority } }),
    multipleStatements: true,
    supportBigNumbers: true,
  });
  connection.on('error', () => undefined);
  return connection;
}

function createClient(connection: Connection): MemberClient {
  return {
    async rows<T>(sql: string, values: unknown[] = []) {
      const [rows] = await connection.query<RowDataPacket[]>(sql, values);
      return rows as T[];
    },
    async run(sql, values = []) {
      await connection.query(sql, values);
    },
  };
}
