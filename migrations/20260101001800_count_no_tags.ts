import type { Knex } from 'knex';
import { addToCounter, setCounterKinds } from '../scripts/database/counters.ts';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const add = addToCounter('tags', '0', 1);

const triggers = {
  tags_added: `AFTER INSERT ON tags FOR EACH ROW ${add}`,
  tags_changed: `AFTER UPDATE ON tags FOR EACH ROW ${add}`,
  tags_removed: `AFTER DELETE ON tags FOR EACH ROW ${add}`,
};

const kinds = ['articles', 'author', 'tag', 'favorites', 'article_changes', 'follow_changes'];

/** Changes of tags are no longer counted: reading their names costs no more than reading a count. */
export async function up(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.raw("DELETE FROM counters WHERE kind = 'tags'");
  await setCounterKinds(knex, kinds);
}

/** Counts them again. */
export async function down(knex: Knex): Promise<void> {
  await setCounterKinds(knex, [...kinds, 'tags']);
  await createTriggers(knex, triggers);
}
