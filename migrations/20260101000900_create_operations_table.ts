import type { Knex } from 'knex';

/**
 * `operations`: a row for each transaction of the API, which shows whether a COMMIT without an answer
 * happened; removed after some minutes. `idempotent_requests`: the answers to POST requests with an
 * Idempotency-Key; removed after a day.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('operations', (table) => {
    table.specificType('id', 'binary(16)').notNullable().primary();
    table.specificType('sealed', 'tinyint unsigned').notNullable().defaultTo(0);
    table.specificType('run', 'smallint unsigned').notNullable().defaultTo(0);
    table.specificType('checks', 'smallint unsigned').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('idempotent_requests', (table) => {
    table.specificType('id', 'binary(32)').notNullable().primary();
    table.specificType('fingerprint', 'binary(32)').notNullable();
    table.specificType('answer', 'mediumblob');
    table.timestamp('created_at', { precision: 3 }).notNullable().defaultTo(knex.raw('CURRENT_TIMESTAMP(3)')).index();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('idempotent_requests');
  await knex.schema.dropTable('operations');
}
