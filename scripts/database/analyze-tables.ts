import type { Knex } from 'knex';

const tables = 'users, articles, tags, article_tag, favorites, follows, comments, counters';

/** Lets all members look how the rows are spread: after many new ones they would read lists in a worse way, until they do by themselves. */
export async function analyzeTables(knex: Knex): Promise<void> {
  await knex.raw(`ANALYZE TABLE ${tables}`);
}
