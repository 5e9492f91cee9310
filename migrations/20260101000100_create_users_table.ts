import type { Knex } from 'knex';
import { addTimestamps, createTable } from '../scripts/database/create-table.ts';

/** Laravel's table; here username and e-mail are each unique by themselves. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'users', (table) => {
    table.increments('id');
    table.string('username', 255).notNullable().unique();
    table.string('email', 255).notNullable().unique();
    table.string('password', 255).notNullable();
    table.string('bio', 255).nullable();
    table.string('image', 2048).nullable();
    table.string('remember_token', 100).nullable();
    addTimestamps(table);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('users');
}
