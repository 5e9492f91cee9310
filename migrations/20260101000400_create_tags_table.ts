import type { Knex } from 'knex';
import { addTimestamps, createTable } from '../scripts/database/create-table.ts';

/** Laravel's table. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'tags', (table) => {
    table.increments('id');
    table.string('name', 255).notNullable().unique();
    addTimestamps(table);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('tags');
}
