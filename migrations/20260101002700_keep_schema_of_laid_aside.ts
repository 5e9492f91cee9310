import type { Knex } from 'knex';

/** An event that was laid aside keeps the number of its schema: sent once more it is read by that, and by no other. */
export async function up(knex: Knex): Promise<void> {
  if (await knex.schema.hasColumn('events_laid_aside', 'schema_no')) return;
  await knex.schema.alterTable('events_laid_aside', (table) => {
    table.integer('schema_no').unsigned().notNullable().defaultTo(1);
  });
}

/** Forgets it. */
export async function down(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasColumn('events_laid_aside', 'schema_no'))) return;
  await knex.schema.alterTable('events_laid_aside', (table) => table.dropColumn('schema_no'));
}
