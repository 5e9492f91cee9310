import type { Knex } from 'knex';
import { createTable } from '../scripts/database/create-table.ts';

/** What the profile cache keeps: where the Sentinels answer that know which Valkey is the primary. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'cache_nodes', (table) => {
    table.specificType('name', 'varchar(64) character set ascii collate ascii_bin').notNullable().primary();
    table.specificType('address', 'varchar(255) character set ascii').notNullable();
    table.integer('port').unsigned().notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('cache_nodes');
}
