import type { Knex } from 'knex';
import { addToCounter, setCounterKinds } from '../scripts/database/counters.ts';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const add = (follower: string) => addToCounter('follow_changes', follower, 1);

const triggers = {
  follows_added: `AFTER INSERT ON follows FOR EACH ROW ${add('NEW.follower_id')}`,
  follows_removed: `AFTER DELETE ON follows FOR EACH ROW ${add('OLD.follower_id')}`,
  // Following again updates only the timestamps.
  follows_changed: `AFTER UPDATE ON follows FOR EACH ROW
    IF NEW.follower_id <> OLD.follower_id OR NEW.followed_id <> OLD.followed_id THEN
      ${add('OLD.follower_id')};
      ${add('NEW.follower_id')};
    END IF`,
};

const kinds = ['articles', 'author', 'tag', 'favorites', 'tags', 'article_changes'];

/**
 * How often each user followed or unfollowed others: two members with equal slots have the same
 * follows of that user. The first number (id 0) is the time, so that counters created again never
 * equal those before.
 */
export async function up(knex: Knex): Promise<void> {
  await setCounterKinds(knex, [...kinds, 'follow_changes']);
  await createTriggers(knex, triggers);
  await knex.raw("REPLACE INTO counters (kind, id, slot, value) VALUES ('follow_changes', 0, 0, UNIX_TIMESTAMP())");
}

/** Removes these counters. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  await knex.raw("DELETE FROM counters WHERE kind = 'follow_changes'");
  await setCounterKinds(knex, kinds);
}
