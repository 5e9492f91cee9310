import type { Knex } from 'knex';

const columns = ['user_id', 'told_at'];

/** Live streams look for what was told to their users in the last seconds. */
export async function up(knex: Knex): Promise<void> {
  if (await hasIndex(knex)) return;
  await knex.schema.alterTable('notifications', (table) => table.index(columns));
}

/** Drops the index. */
export async function down(knex: Knex): Promise<void> {
  if (await hasIndex(knex)) await knex.schema.alterTable('notifications', (table) => table.dropIndex(columns));
}

async function hasIndex(knex: Knex): Promise<boolean> {
  const [rows] = await knex.raw("SHOW INDEX FROM notifications WHERE Key_name = 'notifications_user_id_told_at_index'");
  return rows.length > 0;
}
