import type { ResultSetHeader } from 'mysql2';
import type { Query } from './database/database.ts';

type Bindings = readonly (string | number | boolean | Date | null)[];

/** The rows of one SELECT. */
export async function selectRows<Row>(query: Query, sql: string, bindings: Bindings = []): Promise<Row[]> {
  const [rows] = (await query.raw(sql, bindings as never)) as unknown as [Row[]];
  return rows;
}

/** The first row of one SELECT, or null. */
export async function selectRow<Row>(query: Query, sql: string, bindings: Bindings = []): Promise<Row | null> {
  const [row] = await selectRows<Row>(query, sql, bindings);
  return row ?? null;
}

/** Runs one INSERT, UPDATE or DELETE. */
export async function change(query: Query, sql: string, bindings: Bindings = []): Promise<ResultSetHeader> {
  const [header] = (await query.raw(sql, bindings as never)) as unknown as [ResultSetHeader];
  return header;
}

/** What a look brings that travels together with the change before it. */
export async function after<Seen>(changed: Promise<unknown>, seen: Promise<Seen>): Promise<Seen> {
  return (await Promise.all([seen, changed]))[0];
}

/** As many groups of placeholders as there are rows: `(?, ?), (?, ?)`. */
export function renderPlaceholders(rows: number, columns: number): string {
  const group = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
  return Array.from({ length: rows }, () => group).join(', ');
}
