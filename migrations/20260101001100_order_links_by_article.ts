import type { Knex } from 'knex';
import { createTriggers, dropTriggers } from '../scripts/database/triggers.ts';

/** The triggers that keep an article's time beside its links; the time is in this column of articles. */
export function orderTriggers(time: 'created_at' | 'created_at_ms') {
  const articleTime = `(SELECT ${time} FROM articles WHERE id = NEW.article_id)`;
  return {
    article_tag_dated: `BEFORE INSERT ON article_tag FOR EACH ROW SET NEW.article_created_at = ${articleTime}`,
    favorites_dated: `BEFORE INSERT ON favorites FOR EACH ROW SET NEW.article_created_at = ${articleTime}`,
    // This project never changes the time; another client may, and the lists stay right.
    articles_moved: `AFTER UPDATE ON articles FOR EACH ROW BEGIN
      IF NOT NEW.${time} <=> OLD.${time} THEN
        UPDATE article_tag SET article_created_at = NEW.${time} WHERE article_id = NEW.id;
        UPDATE favorites SET article_created_at = NEW.${time} WHERE article_id = NEW.id;
      END IF;
    END`,
  };
}

const triggers = orderTriggers('created_at');

const links = [
  { table: 'article_tag', owner: 'tag_id', before: 'article_tag_tag_id_index' },
  { table: 'favorites', owner: 'user_id', before: null },
];

/**
 * Lists by tag and of favorites are newest first, too: with the article's time in each link an
 * index has them in order, and a page costs the same in a table of any size. The index of all
 * articles contains the author, because a feed selects from it by author.
 */
export async function up(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  for (const { table, owner, before } of links) {
    if (await knex.schema.hasColumn(table, 'article_created_at')) continue;
    await knex.raw(`ALTER TABLE ${table} ADD COLUMN article_created_at TIMESTAMP(3) NULL,
      ${before === null ? '' : `DROP INDEX ${before},`}
      ADD INDEX ${table}_newest_index (${owner}, article_created_at, article_id)`);
  }
  for (const { table } of links) {
    await knex.raw(`UPDATE ${table} JOIN articles ON articles.id = ${table}.article_id
      SET ${table}.article_created_at = articles.created_at WHERE ${table}.article_created_at IS NULL`);
  }
  if (await hasIndex(knex, 'articles_created_at_index')) {
    await knex.raw(`ALTER TABLE articles DROP INDEX articles_created_at_index,
      ADD INDEX articles_newest_index (created_at, id, user_id)`);
  }
  await createTriggers(knex, triggers);
}

/** Removes the times and their indexes. */
export async function down(knex: Knex): Promise<void> {
  await dropTriggers(knex, triggers);
  if (await hasIndex(knex, 'articles_newest_index')) {
    await knex.raw(`ALTER TABLE articles DROP INDEX articles_newest_index,
      ADD INDEX articles_created_at_index (created_at)`);
  }
  for (const { table, owner, before } of links) {
    if (!(await knex.schema.hasColumn(table, 'article_created_at'))) continue;
    await knex.raw(`ALTER TABLE ${table} DROP COLUMN article_created_at, DROP INDEX ${table}_newest_index
      ${before === null ? '' : `, ADD INDEX ${before} (${owner})`}`);
  }
}

async function hasIndex(knex: Knex, name: string): Promise<boolean> {
  const [rows] = await knex.raw(
    `SELECT 1 FROM information_schema.statistics
      WHERE table_schema = DATABASE() AND table_name = 'articles' AND index_name = ?`,
    [name],
  );
  return rows.length > 0;
}
