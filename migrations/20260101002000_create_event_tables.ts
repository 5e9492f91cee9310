import type { Knex } from 'knex';
import { createTable } from '../scripts/database/create-table.ts';
import { dropEventTriggers, eventPartitions } from '../scripts/database/event-triggers.ts';

const tables = ['event_versions', 'event_outbox', 'event_leases', 'event_inbox', 'events_laid_aside', 'notifications'];

/**
 * What the profile events keeps; empty without it. No table has a foreign key: rows with one parent conflict with the
 * API's own writes at certification.
 */
export async function up(knex: Knex): Promise<void> {
  await createTable(knex, 'event_versions', (table) => {
    addName(table);
    table.primary(['event_key']);
  });
  await createTable(knex, 'event_outbox', (table) => {
    addName(table);
    table.specificType('partition_no', 'tinyint unsigned').notNullable();
    addContent(table);
    table.primary(['event_key', 'version']);
    table.index(['partition_no', 'happened_at']);
  });
  await createTable(knex, 'event_leases', (table) => {
    table.specificType('partition_no', 'tinyint unsigned').notNullable().primary();
    table.specificType('holder', 'varchar(64) character set ascii').notNullable();
    table.integer('token').unsigned().notNullable();
    table.timestamp('ends_at', { precision: 3 }).notNullable();
  });
  await createTable(knex, 'event_inbox', (table) => {
    addName(table);
    table.primary(['event_key']);
  });
  await createTable(knex, 'events_laid_aside', (table) => {
    addName(table);
    addContent(table);
    table.text('reason').notNullable();
    table.timestamp('laid_aside_at', { precision: 3 }).notNullable();
    table.primary(['event_key', 'version']);
  });
  await createNotifications(knex);
  const values = Array.from({ length: eventPartitions }, (_, number) => `(${number}, '', 0, '2000-01-01')`);
  await knex.raw(`INSERT IGNORE INTO event_leases (partition_no, holder, token, ends_at) VALUES ${values.join(', ')}`);
}

async function createNotifications(knex: Knex) {
  await createTable(knex, 'notifications', (table) => {
    table.bigIncrements('id');
    table.integer('user_id').unsigned().notNullable();
    table.specificType('kind', "enum('article', 'comment', 'favorite', 'follow')").notNullable();
    table.integer('actor_id').unsigned().notNullable();
    table.integer('article_id').unsigned();
    table.integer('comment_id').unsigned();
    addName(table);
    table.timestamp('created_at', { precision: 3 }).notNullable();
    table.timestamp('read_at', { precision: 3 }).nullable();
    // The same event tells a user once, whatever else goes wrong.
    table.unique(['user_id', 'event_key', 'version']);
    table.index(['user_id', 'created_at']);
    table.index(['user_id', 'read_at']);
    table.index(['article_id']);
  });
}

/** An event's key and version. */
function addName(table: Knex.CreateTableBuilder) {
  table.specificType('event_key', 'varchar(32) character set ascii collate ascii_bin').notNullable();
  table.integer('version').unsigned().notNullable();
}

function addContent(table: Knex.CreateTableBuilder) {
  table.specificType('type', 'varchar(32) character set ascii').notNullable();
  table.json('payload').notNullable();
  table.timestamp('happened_at', { precision: 3 }).notNullable();
}

/** Drops the tables, and the triggers where the profile is on. */
export async function down(knex: Knex): Promise<void> {
  await dropEventTriggers(knex);
  for (const table of tables.toReversed()) await knex.schema.dropTableIfExists(table);
}
