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
 * How often articles came and went: with the same slots a member has the same articles. Numbers that begin anew begin at another
 * time, so that nobody takes them for those before.
 */
export async function up(knex: Knex): Promise<void> {
  await setCounterKinds(knex, [...kinds, 'article_changes']);
  await createTriggers(knex, triggers);
  // What came before the triggers did is told apart by this.
  await knex.raw("REPLACE INTO counters (kind, id, slot, value) VALUES ('article_changes', 0, 0, UNIX_TIMESTAMP())");
}

/** Takes these counters away. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.raw("DELETE FROM counters WHERE kind = 'article_changes'");
  await setCounterKinds(knex, kinds);
}
