import { createDatabase, type Database } from '../../../api/database/database.ts';
import type { TestLab } from './lab.ts';

/** Two tables that tell whether work was done once, twice or never: one row per piece of work, and counters. */
export interface Ledger {
  rows: string;
  counters: string;
  /** How often each piece of work is there, on one member. */
  countRows(member: string): Promise<Map<string, number>>;
  /** The id of each piece of work, on one member. */
  listIds(member: string): Promise<Map<string, number>>;
  sumCounters(member: string): Promise<number>;
  drop(): Promise<void>;
}

/**
 * Makes the tables, empty. Whatever is asked of them waits until all members have applied what was written: it is acknowledged before,
 * and a table that is dropped on one member before a row of another has come stops that member.
 */
export async function createLedger({ lab, rows: ask, waitUntilEqual }: TestLab, name: string): Promise<Ledger> {
  const rows: TestLab['rows'] = async (from, sql) => {
    await waitUntilEqual();
    return ask(from, sql);
  };
  const [member] = lab.target.endpoints.members;
  const first = member?.name ?? '';
  const tables = { rows: `${lab.database}.${name}_rows`, counters: `${lab.database}.${name}_counters` };
  const drop = async () => {
    for (const table of Object.values(tables)) await rows(first, `DROP TABLE IF EXISTS ${table}`);
  };
  await drop();
  await rows(first, `CREATE TABLE ${tables.rows} (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, work VARCHAR(60))`);
  await rows(first, `CREATE TABLE ${tables.counters} (id INT PRIMARY KEY, n INT NOT NULL)`);
  await rows(first, `INSERT INTO ${tables.counters} VALUES (0, 0), (1, 0), (2, 0), (3, 0)`);
  return {
    ...tables,
    drop,
    async countRows(from) {
      const counted = await rows<{ work: string; n: number }>(
        from,
        `SELECT work, COUNT(*) AS n FROM ${tables.rows} GROUP BY work`,
      );
      return new Map(counted.map(({ work, n }) => [work, Number(n)]));
    },
    async listIds(from) {
      const listed = await rows<{ work: string; id: number }>(from, `SELECT work, id FROM ${tables.rows}`);
      return new Map(listed.map(({ work, id }) => [work, Number(id)]));
    },
    async sumCounters(from) {
      const [row] = await rows<{ n: number }>(from, `SELECT SUM(n) AS n FROM ${tables.counters}`);
      return Number(row?.n);
    },
  };
}

/** Opens the lab's database as the API does, through any port that leads to its HAProxy. */
export function openDatabase(
  { lab }: TestLab,
  { open = createDatabase, ...options }: { port?: number; poolSize?: number; open?: typeof createDatabase } = {},
): Database {
  const { address, port } = lab.target.endpoints.database;
  const { username, password } = lab.secrets.application;
  return open({ host: address, port, user: username, password, database: lab.database, ...options });
}
