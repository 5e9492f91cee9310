import type { Knex } from 'knex';
import { addReference, addTimestamps, createTable } from '../scripts/database/create-table.ts';

/** Laravel's table. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'follows', (table) => {
    addReference(table, 'follower_id', 'users');
    addReference(table, 'followed_id', 'users');
    addTimestamps(table);
    table.primary(['follower_id', 'followed_id']);
    table.index(['followed_id']);
  });
}

/** Drops the table. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('follows');
}
