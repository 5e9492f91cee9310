import { format, type ResultSetHeader } from 'mysql2';

/** What may be put in the place of a `?`. */
export type Value = string | number | boolean | Date | Buffer | null;

/** One statement and what its placeholders stand for. */
export interface Statement {
  sql: string;
  values?: readonly Value[] | undefined;
}

/** What MySQL says of an INSERT, UPDATE or DELETE. */
export type ChangeResult = Pick<ResultSetHeader, 'affectedRows' | 'insertId'>;

/** What a repository runs statements with. It can open neither a connection nor a transaction. */
export interface Query {
  /** The rows of one SELECT. */
  rows<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
  /** The first row of one SELECT, or null. */
  row<Row>(sql: string, values?: readonly Value[]): Promise<Row | null>;
  /** Runs one INSERT, UPDATE or DELETE. */
  change(sql: string, values?: readonly Value[]): Promise<ChangeResult>;
}

/** Makes a query of what runs one statement; it is started before the method returns. */
export function createQuery(run: (statement: Statement) => Promise<unknown>): Query {
  return {
    rows: <Row>(sql: string, values?: readonly Value[]) => run({ sql, values }) as Promise<Row[]>,
    row: async <Row>(sql: string, values?: readonly Value[]) => ((await run({ sql, values })) as Row[])[0] ?? null,
    change: (sql, values) => run({ sql, values }) as Promise<ChangeResult>,
  };
}

/** The statement with its values in it, escaped. */
export function renderStatement({ sql, values = [] }: Statement): string {
  return values.length === 0 ? sql : format(sql, values as Value[], false, 'Z');
}
