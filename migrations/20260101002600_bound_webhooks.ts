import type { Knex } from 'knex';

const [ofWebhook, fresh] = ['webhook_deliveries_of_webhook', 'webhook_deliveries_fresh'];

/**
 * Members certify the slot of a webhook, so that a user has five at most; those without one are older. What waits for a webhook,
 * and first attempts, are found behind however many others.
 */
export async function up(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasColumn('webhooks', 'slot'))) {
    await knex.raw('ALTER TABLE webhooks ADD COLUMN slot TINYINT UNSIGNED, ADD UNIQUE webhooks_slot (user_id, slot)');
  }
  if (await hasIndexes(knex)) return;
  await knex.raw(`ALTER TABLE webhook_deliveries ADD INDEX ${ofWebhook} (webhook_id, state),
    ADD INDEX ${fresh} (state, attempts, next_attempt_at)`);
}

/** Takes the slots and the indexes away. */
export async function down(knex: Knex): Promise<void> {
  if (await hasIndexes(knex)) {
    await knex.raw(`ALTER TABLE webhook_deliveries DROP INDEX ${ofWebhook}, DROP INDEX ${fresh}`);
  }
  if (!(await knex.schema.hasColumn('webhooks', 'slot'))) return;
  await knex.raw('ALTER TABLE webhooks DROP INDEX webhooks_slot, DROP COLUMN slot');
}

async function hasIndexes(knex: Knex): Promise<boolean> {
  const [rows] = await knex.raw(`SHOW INDEX FROM webhook_deliveries WHERE Key_name = '${fresh}'`);
  return rows.length > 0;
}
