import type { Knex } from 'knex';

/**
 * Of a POST with an Idempotency-Key only the id of what it inserted is kept, with its owner: what it answers is read again. The answers
 * that were kept before are dropped, as they would be after a day. `run` of an operation is not needed any more.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('idempotent_requests');
  await knex.schema.createTable('idempotent_requests', (table) => {
    table.specificType('id', 'binary(32)').notNullable().primary();
    table.specificType('owner', 'binary(32)').notNullable();
    table.specificType('fingerprint', 'binary(32)').notNullable();
    table.specificType('inserted_id', 'bigint unsigned').notNullable().defaultTo(0);
    addCreationTime(knex, table);
    table.index(['owner', 'created_at']);
  });
  await dropRun(knex);
}

/** Keeps whole answers again. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists('idempotent_requests');
  await knex.schema.createTable('idempotent_requests', (table) => {
    table.specificType('id', 'binary(32)').notNullable().primary();
    table.specificType('fingerprint', 'binary(32)').notNullable();
    table.specificType('answer', 'mediumblob');
    addCreationTime(knex, table);
  });
  if (await knex.schema.hasColumn('operations', 'run')) return;
  await knex.raw('ALTER TABLE operations ADD COLUMN run SMALLINT UNSIGNED NOT NULL DEFAULT 0 AFTER sealed');
}

function addCreationTime(knex: Knex, table: Knex.CreateTableBuilder): void {
  table.timestamp('created_at', { precision: 3 }).notNullable().defaultTo(knex.raw('CURRENT_TIMESTAMP(3)')).index();
}

async function dropRun(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasColumn('operations', 'run'))) return;
  await knex.schema.alterTable('operations', (table) => {
    table.dropColumn('run');
  });
}
