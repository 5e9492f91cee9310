import type { Knex } from 'knex';
import type { Session } from '../../api/database/session.ts';
import { requireToken } from '../../api/locks/fence.ts';

const table = 'demo_cells';
export const cells = 10;
export const lockName = 'demo/two-holders';

/** Makes the cells that both holders write, all of them empty. */
export async function createCells(knex: Knex): Promise<void> {
  await dropCells(knex);
  await knex.schema.createTable(table, (columns) => {
    columns.engine('InnoDB');
    columns.integer('cell').unsigned().notNullable().primary();
    columns.specificType('writer', 'varchar(16) character set ascii').notNullable();
  });
  await knex(table).insert(Array.from({ length: cells }, (_, cell) => ({ cell, writer: '' })));
}

export const dropCells = (knex: Knex): Promise<void> => knex.schema.dropTableIfExists(table);

/** How many cells each writer's word is in. */
export async function countCells(knex: Knex): Promise<Map<string, number>> {
  await knex.raw("SET SESSION group_replication_consistency = 'BEFORE'");
  const rows = await knex(table).select('writer');
  const count = new Map<string, number>();
  for (const { writer } of rows) count.set(writer, (count.get(writer) ?? 0) + 1);
  return count;
}

export interface CellWrite {
  cell: number;
  writer: string;
  /** The token that the database compares in the same transaction; left out where it shall not. */
  token?: number | undefined;
}

/** Writes a word into a cell; with a token only where that is not old. */
export async function writeCell(session: Session, { cell, writer, token }: CellWrite): Promise<void> {
  await session.write({
    change: async (query) => {
      if (token !== undefined) await requireToken(query, { lock: lockName, token });
      await query.change(`UPDATE ${table} SET writer = ? WHERE cell = ?`, [writer, cell]);
    },
  });
}
