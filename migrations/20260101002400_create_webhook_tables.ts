import type { Knex } from 'knex';
import { createTable } from '../scripts/database/create-table.ts';

/** Where users want to be told, and what is sent there. Without foreign keys, as the other tables of events. */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'webhooks', (table) => {
    table.increments('id');
    table.integer('user_id').unsigned().notNullable().index();
    table.string('url', 2_000).notNullable();
    table.specificType('secret', 'varchar(64) character set ascii').notNullable();
    table.timestamp('created_at', { precision: 3 }).notNullable();
  });
  await createTable(knex, 'webhook_deliveries', (table) => {
    table.bigIncrements('id');
    table.integer('webhook_id').unsigned().notNullable();
    table.specificType('event_key', 'varchar(32) character set ascii collate ascii_bin').notNullable();
    table.integer('version').unsigned().notNullable();
    table.json('body').notNullable();
    table.specificType('state', "enum('waiting', 'delivered', 'given up')").notNullable();
    table.integer('attempts').unsigned().notNullable().defaultTo(0);
    // Of one that is under way: the end of its claim. Of one that has ended: when it did.
    table.timestamp('next_attempt_at', { precision: 3 }).notNullable();
    table.specificType('claim', 'varchar(64) character set ascii').notNullable().defaultTo('');
    table.integer('last_status').unsigned();
    table.string('last_failure', 255);
    table.timestamp('created_at', { precision: 3 }).notNullable();
    // The same event is sent to a webhook once, whatever else goes wrong.
    table.unique(['webhook_id', 'event_key', 'version']);
    table.index(['webhook_id', 'created_at']);
    table.index(['state', 'next_attempt_at']);
  });
}

/** Drops both. */
export async function down(knex: Knex): Promise<void> {
  for (const table of ['webhook_deliveries', 'webhooks']) await knex.schema.dropTableIfExists(table);
}
