import type { Knex } from 'knex';

/** An operation that was one packet keeps the id of the row that it inserted, for the case that the packet's answer is lost. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('operations', (table) => {
    table.specificType('inserted_id', 'bigint unsigned').notNullable().defaultTo(0);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('operations', (table) => {
    table.dropColumn('inserted_id');
  });
}
