import type { Knex } from 'knex';
import { addReference, addTimestamps, createTable } from '../scripts/database/create-table.ts';

/** Laravel's table, and an index for an article's comments, newest first. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'comments', (table) => {
    table.increments('id');
    addReference(table, 'user_id', 'users');
    addReference(table, 'article_id', 'articles');
    table.text('body', 'mediumtext').notNullable();
    addTimestamps(table);
    table.index(['article_id', 'created_at']);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('comments');
}
