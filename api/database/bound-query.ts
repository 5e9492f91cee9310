import knex, { type Knex } from 'knex';
import type { Query } from './database.ts';

/** Sends one statement and gives what mysql2 gives: rows (or a header) and fields. */
export type RunStatement = (sql: string, bindings: readonly unknown[]) => Promise<[unknown, unknown]>;

/** What knex's compiler makes of a statement; `method` says what its caller expects to get. */
interface Compiled {
  sql: string;
  bindings: readonly unknown[];
  method: string;
  response?: [unknown, unknown];
}

/** The three members of knex's client this folder needs; knex does not type them. */
interface KnexClient {
  runner(statement: { toSQL(): Compiled }): { run(): Promise<unknown>; stream(): never };
  processResponse(compiled: Compiled): unknown;
}

/**
 * A knex that builds statements and reads answers, but has no pool: whatever it is asked goes to `run`.
 * Knex's own runner is left out, because it costs more than the rest of knex and puts every bound value into error messages.
 */
export function bindQuery(run: RunStatement): Query {
  const builder = knex({ client: 'mysql2' });
  const client = builder.client as KnexClient;
  client.runner = (statement) => ({ run: () => runCompiled(client, statement.toSQL(), run), stream: refuseStream });
  const buildRaw = builder.raw.bind(builder) as (sql: string, bindings?: unknown) => Knex.Raw;
  const raw = (sql: string, bindings?: unknown) =>
    withShortcut(buildRaw(sql, bindings as never), { sql, bindings, run });
  Object.defineProperty(builder, 'raw', { value: raw });
  return builder as unknown as Query;
}

interface RawStatement {
  sql: string;
  bindings: unknown;
  run: RunStatement;
}

/** A raw statement with values in order needs no compiler: awaited as it is, it goes as it is. */
function withShortcut(raw: Knex.Raw, { sql, bindings = [], run }: RawStatement): Knex.Raw {
  if (!Array.isArray(bindings)) return raw;
  const then: Promise<[unknown, unknown]>['then'] = (onDone, onFailure) => run(sql, bindings).then(onDone, onFailure);
  return Object.assign(raw, { then });
}

async function runCompiled(client: KnexClient, compiled: Compiled, run: RunStatement): Promise<unknown> {
  if (compiled.sql === '') return [];
  compiled.response = await run(compiled.sql, compiled.bindings);
  return client.processResponse(compiled);
}

function refuseStream(): never {
  throw new Error('Rows cannot be streamed: work on the database may run more than once. Read them page by page.');
}
