import type { Knex } from 'knex';
import { addReference, createTable } from '../scripts/database/create-table.ts';

/**
 * Laravel's table; `position`, which Laravel leaves at 0, keeps the order in which an author named
 * the tags.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'article_tag', (table) => {
    addReference(table, 'article_id', 'articles');
    addReference(table, 'tag_id', 'tags');
    table.smallint('position').unsigned().nullable().defaultTo(0);
    table.primary(['article_id', 'tag_id']);
    table.index(['tag_id']);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('article_tag');
}
