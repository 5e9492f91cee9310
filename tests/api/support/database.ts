import test, { type ImplementationFn } from 'ava';
import mysql, { type Pool, type RowDataPacket } from 'mysql2/promise';
import { environment } from './environment.ts';
import { eventually } from './eventually.ts';

let pool: Pool | undefined;

/** A test that looks into the database the API uses; without DB_HOST it is skipped, and says so. */
export function databaseTest(title: string, body: ImplementationFn<[]>): void {
  if (environment.DB_HOST) test(title, body);
  else skip(title, 'DB_HOST (and DB_PORT, DB_DATABASE, DB_USERNAME, DB_PASSWORD)');
}

/** A test that signs its own tokens; without the API's JWT_SECRET it is skipped, and says so. */
export function secretTest(title: string, body: ImplementationFn<[]>): void {
  if (environment.JWT_SECRET) test(title, body);
  else skip(title, 'JWT_SECRET');
}

/** Skips a test, and says why. */
export function skip(title: string, missing: string): void {
  console.log(`skipped, because ${missing} is not set: ${title}`);
  test.skip(title, () => undefined);
}

/** Reads rows of the API's database, once they have arrived at the member that is asked. */
export async function query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return eventually(
    async () => (await openPool().query<(Row & RowDataPacket)[]>(sql, values))[0],
    (rows) => rows.length > 0,
  );
}

/** Inserts one row and returns its id, once the rows that it refers to have arrived at the member that is asked. */
export async function insert(sql: string, values: unknown[] = []): Promise<number> {
  const result = await eventually(
    () => openPool().query<mysql.ResultSetHeader>(sql, values).catch(toDelay),
    (answer) => !(answer instanceof Error),
  );
  if (result instanceof Error) throw result;
  return result[0].insertId;
}

/** Updates or deletes this many rows, once they have arrived at the member that is asked. */
export async function change(count: number, sql: string, values: unknown[] = []): Promise<void> {
  const result = await eventually(
    () => openPool().query<mysql.ResultSetHeader>(sql, values).catch(toDelay),
    (answer) => !(answer instanceof Error) && answer[0].affectedRows >= count,
  );
  if (result instanceof Error) throw result;
}

/** How a member refuses what builds on rows, or versions of them, that have not arrived there. */
const delays = ['ER_NO_REFERENCED_ROW_2', 'ER_TRANSACTION_ROLLBACK_DURING_COMMIT'];

function toDelay(error: Error & { code?: string }): Error {
  if (!delays.includes(error.code ?? '')) throw error;
  return error;
}

function openPool(): Pool {
  pool ??= mysql.createPool({
    host: environment.DB_HOST,
    port: environment.DB_PORT,
    database: environment.DB_DATABASE,
    user: environment.DB_USERNAME,
    password: environment.DB_PASSWORD,
    timezone: 'Z',
    connectionLimit: 2,
  });
  return pool;
}

test.after.always(() => pool?.end());
