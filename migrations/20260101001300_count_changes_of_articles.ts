import type { Knex } from 'knex';
import { addToCounter, setCounterKinds } from '../scripts/database/counters.ts';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const add = addToCounter('article_changes', '0', 1);

const triggers = {
  articles_added: `AFTER INSERT ON articles FOR EACH ROW ${add}`,
  articles_removed: `AFTER DELETE ON articles FOR EACH ROW ${add}`,
};

const kinds = ['articles', 'author', 'tag', 'favorites', 'tags'];

/**
 * How often articles were added and removed: two members with equal slots have the same articles.
 * The first number is the time, so that counters created again never equal those before.
 */
export async function up(knex: Knex): Promise<void> {
  await setCounterKinds(knex, [...kinds, 'article_changes']);
  await createTriggers(knex, triggers);
  // Distinguishes these counters from those of an earlier run of this migration.
  await knex.raw("REPLACE INTO counters (kind, id, slot, value) VALUES ('article_changes', 0, 0, UNIX_TIMESTAMP())");
}

/** Removes these counters. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.raw("DELETE FROM counters WHERE kind = 'article_changes'");
  await setCounterKinds(knex, kinds);
}
