import type { Knex } from 'knex';

/**
 * An operation sent as one packet stores the id of the row it inserted, in case the answer to the
 * packet is lost.
 */
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
