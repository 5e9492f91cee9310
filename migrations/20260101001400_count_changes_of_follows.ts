import type { Knex } from 'knex';
import { addToCounter, setCounterKinds } from '../scripts/database/counters.ts';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const add = (follower: string) => addToCounter('follow_changes', follower, 1);

const triggers = {
  follows_added: `AFTER INSERT ON follows FOR EACH ROW ${add('NEW.follower_id')}`,
  follows_removed: `AFTER DELETE ON follows FOR EACH ROW ${add('OLD.follower_id')}`,
  // Whoever follows somebody again changes nothing.
  follows_changed: `AFTER UPDATE ON follows FOR EACH ROW
    IF NEW.follower_id <> OLD.follower_id OR NEW.followed_id <> OLD.followed_id THEN
      ${add('OLD.follower_id')};
      ${add('NEW.follower_id')};
    END IF`,
};

const kinds = ['articles', 'author', 'tag', 'favorites', 'tags', 'article_changes'];

/**
 * How often each user began or ceased to follow somebody: with the same slots a member has the same follows of that user. Numbers
 * that begin anew begin at another time (id 0), so that nobody takes them for those before.
 */
export async function up(knex: Knex): Promise<void> {
  await setCounterKinds(knex, [...kinds, 'follow_changes']);
  await createTriggers(knex, triggers);
  await knex.raw("REPLACE INTO counters (kind, id, slot, value) VALUES ('follow_changes', 0, 0, UNIX_TIMESTAMP())");
}

/** Takes these counters away. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.raw("DELETE FROM counters WHERE kind = 'follow_changes'");
  await setCounterKinds(knex, kinds);
}
