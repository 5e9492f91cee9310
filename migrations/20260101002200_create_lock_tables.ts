import type { Knex } from 'knex';
import { createTable } from '../scripts/database/create-table.ts';

/** What the profile locks keeps: the highest token of each lock that has written, and where the nodes of etcd answer. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'lock_fences', (table) => {
    addName(table);
    table.bigInteger('token').unsigned().notNullable();
    // It changes with each write, so that two members that pass the fence at a time collide.
    table.bigInteger('writes').unsigned().notNullable();
    table.timestamp('passed_at', { precision: 3 }).notNullable();
  });
  await createTable(knex, 'lock_nodes', (table) => {
    addName(table);
    table.specificType('url', 'varchar(255) character set ascii').notNullable();
  });
}

function addName(table: Knex.CreateTableBuilder) {
  table.specificType('name', 'varchar(64) character set ascii collate ascii_bin').notNullable().primary();
}

export async function down(knex: Knex): Promise<void> {
  for (const table of ['lock_nodes', 'lock_fences']) await knex.schema.dropTableIfExists(table);
}
