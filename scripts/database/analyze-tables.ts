import type { Knex } from 'knex';

const tables = 'users, articles, tags, article_tag, favorites, follows, comments, counters';

/**
 * Refreshes the optimizer statistics on every member: until then, lists are slow after many
 * inserts.
 */
export async function analyzeTables(knex: Knex): Promise<void> {
  await knex.raw(`ANALYZE TABLE ${tables}`);
}
