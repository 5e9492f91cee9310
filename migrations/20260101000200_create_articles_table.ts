import type { Knex } from 'knex';
import { addReference, addTimestamps, createTable } from '../scripts/database/create-table.ts';

/**
 * Laravel's table, with a body as long as a request may be, and indexes for the lists that are
 * newest first.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'articles', (table) => {
    table.increments('id');
    addReference(table, 'user_id', 'users');
    table.string('slug', 255).notNullable().unique();
    table.string('title', 255).notNullable();
    table.string('description', 255).notNullable();
    table.text('body', 'mediumtext').notNullable();
    addTimestamps(table);
    // InnoDB ends each of them with the id, the tie-breaker of the lists.
    table.index(['created_at']);
    table.index(['user_id', 'created_at']);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('articles');
}
