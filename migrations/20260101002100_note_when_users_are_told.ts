import type { Knex } from 'knex';

/** A notification says when it was told, beside when that happened: chaos runs judge the order and the wait. */
export async function up(knex: Knex): Promise<void> {
  if (await knex.schema.hasColumn('notifications', 'told_at')) return;
  await knex.schema.alterTable('notifications', (table) => {
    table.timestamp('told_at', { precision: 6 }).notNullable().defaultTo(knex.fn.now(6));
  });
}

/** Forgets it. */
export async function down(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasColumn('notifications', 'told_at'))) return;
  await knex.schema.alterTable('notifications', (table) => table.dropColumn('told_at'));
}
