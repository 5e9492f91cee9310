import type { Knex } from 'knex';

/**
 * Creates a table as the group needs it, unless it exists: MySQL commits each CREATE by itself, so
 * a migration that was interrupted finds its table when it runs again.
 */
export async function createTable(
  knex: Knex,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (await knex.schema.hasTable(name)) return;
  await knex.schema.createTable(name, (table) => {
    table.engine('InnoDB');
    table.charset('utf8mb4');
    table.collate('utf8mb4_unicode_ci');
    build(table);
  });
}

/** Laravel's two columns, with milliseconds. */
export function addTimestamps(table: Knex.CreateTableBuilder): void {
  table.timestamp('created_at', { precision: 3 }).nullable();
  table.timestamp('updated_at', { precision: 3 }).nullable();
}

/**
 * A column that refers to the id of another table; the group refuses CASCADE, so deletes are
 * explicit.
 */
export function addReference(table: Knex.CreateTableBuilder, column: string, referenced: string): void {
  table.integer(column).unsigned().notNullable();
  table.foreign(column).references('id').inTable(referenced);
}
