import type { Knex } from 'knex';
import { addReference, addTimestamps, createTable } from '../scripts/database/create-table.ts';

/** Laravel's table, and an index from which an article's favorites are counted. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'favorites', (table) => {
    addReference(table, 'user_id', 'users');
    addReference(table, 'article_id', 'articles');
    addTimestamps(table);
    table.primary(['user_id', 'article_id']);
    table.index(['article_id']);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('favorites');
}
