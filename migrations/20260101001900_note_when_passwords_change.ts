import type { Knex } from 'knex';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

// By the clock of the client that changes it, which also gives the next token its time; two changes
// never have the same number.
const triggers = {
  users_password_set: `BEFORE UPDATE ON users FOR EACH ROW FOLLOWS users_retimed
    IF NEW.password <> OLD.password COLLATE utf8mb4_bin THEN
      SET NEW.password_set_ms = GREATEST(OLD.password_set_ms + 1, FLOOR(1000 * UNIX_TIMESTAMP(
        IF(NEW.updated_at_ms <=> OLD.updated_at_ms, NOW(3), COALESCE(NEW.updated_at_ms, NOW(3))))));
    END IF`,
};

/** Notes beside each password when it was changed last, whichever client changes it: older tokens end with it. */
export async function up(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasColumn('users', 'password_set_ms'))) {
    await knex.raw('ALTER TABLE users ADD COLUMN password_set_ms BIGINT UNSIGNED NOT NULL DEFAULT 0');
  }
  await createTriggers(knex, triggers);
}

/** Forgets it. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  if (!(await knex.schema.hasColumn('users', 'password_set_ms'))) return;
  await knex.raw('ALTER TABLE users DROP COLUMN password_set_ms');
}
