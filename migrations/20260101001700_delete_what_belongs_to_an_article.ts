import type { Knex } from 'knex';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

const tables = ['comments', 'favorites', 'article_tag'];

const triggers = {
  articles_emptied: `BEFORE DELETE ON articles FOR EACH ROW BEGIN
    ${tables.map((table) => `DELETE FROM ${table} WHERE article_id = OLD.id;`).join('\n')}
  END`,
};

/** Laravel deletes an article and relies on CASCADE, which the group refuses; a trigger does the same. */
export async function up(knex: Knex): Promise<void> {
  await createTriggers(knex, triggers);
}

/** Drops the trigger. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
}
